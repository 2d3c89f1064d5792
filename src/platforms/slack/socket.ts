import { SocketModeReceiver } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { Logger } from 'pino';
import { toSdkLogger } from './sdk-log.ts';

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/** Socket Mode: Slack's requests come over a connection that we open, so no public address is needed. */
export interface Socket {
  readonly receiver: SocketModeReceiver;
  /** Never throws: while Slack is away it goes on trying. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Null when connected, else what keeps it from being so. */
  problem(): string | null;
}

export function createSocket(appToken: string, clientOptions: WebClientOptions, log: Logger): Socket {
  const receiver = new SocketModeReceiver({ appToken, logger: toSdkLogger(log), installerOptions: { clientOptions } });
  let problem: string | null = 'the Socket Mode connection is not open yet';
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const start = async (wait: number): Promise<void> => {
    try {
      await receiver.start();
      problem = null;
    } catch (error) {
      problem = 'the Socket Mode connection could not be opened; check SLACK_APP_TOKEN and the network';
      log.warn({ event: 'slack-socket-closed', err: error, retryInMs: wait }, 'Socket Mode is not connected yet');
      if (!stopped) timer = setTimeout(() => void start(Math.min(wait * 2, LONGEST_WAIT_MS)), wait).unref();
    }
  };

  return {
    receiver,
    start: () => start(FIRST_WAIT_MS),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await receiver.stop();
    },
    problem: () => problem,
  };
}
