#!/usr/bin/env -S node --disable-warning=DeprecationWarning
import { main } from '../src/cli.ts';

await main();
