import type { Feature } from '../bot/define.ts';
import { actions } from './actions/index.ts';
import { attendance } from './attendance/index.ts';
import { calendar } from './calendar/index.ts';
import { concerns } from './concerns/index.ts';
import { directory } from './directory/index.ts';
import { files } from './files/index.ts';
import { groups } from './groups/index.ts';
import { createHelp } from './help/index.ts';
import { home } from './home/index.ts';
import { meetings } from './meetings/index.ts';
import { minutes } from './minutes/index.ts';
import { notices } from './notices/index.ts';
import { opening } from './opening/index.ts';
import { preferences } from './preferences/index.ts';
import { records } from './records/index.ts';
import { statements } from './statements/index.ts';

const help = createHelp(() => features.flatMap((feature) => feature.commands));

/** Every subject the bot knows; help lists their commands in this order. */
export const features: readonly Feature[] = [
  help,
  home,
  groups,
  meetings,
  attendance,
  opening,
  concerns,
  actions,
  minutes,
  statements,
  calendar,
  records,
  files,
  preferences,
  notices,
  directory,
];
