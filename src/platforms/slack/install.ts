import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { InstallProvider, type Installation, type StateStore } from '@slack/oauth';
import type { WebClientOptions } from '@slack/web-api';
import type { Express } from 'express';
import type { Logger } from 'pino';
import type { Once } from '../once.ts';
import { BOT_SCOPES, OPTIONAL_BOT_SCOPES } from './scopes.ts';
import { toSdkLogger } from './sdk-log.ts';
import type { Installed, SlackWorkspace } from './workspaces.ts';

export const INSTALL_PATH = '/slack/install';
export const REDIRECT_PATH = '/slack/oauth_redirect';
const STATE_MS = 10 * 60 * 1000;

export interface InstallParts {
  readonly web: Express;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string; readonly stateSecret: string };
  readonly publicUrl: string;
  readonly clientOptions: WebClientOptions;
  readonly once: Once;
  save(installed: Installed): Promise<SlackWorkspace>;
  readonly log: Logger;
}

/** Lets workspaces install the app. A new one is a guest: its people are known by a one-time code only, until the Secretariat says otherwise. */
export function offerInstallation(parts: InstallParts): void {
  const options = { scopes: [...BOT_SCOPES, ...OPTIONAL_BOT_SCOPES], redirectUri: `${parts.publicUrl}${REDIRECT_PATH}` };
  const provider = new InstallProvider({
    clientId: parts.oauth.clientId,
    clientSecret: parts.oauth.clientSecret,
    stateStore: createStateStore(parts.oauth.stateSecret, options, parts.once),
    directInstall: true,
    installationStore: {
      async storeInstallation(installation) {
        await parts.save(toInstalled(installation));
      },
      fetchInstallation: () => Promise.reject(new Error('installations are found by the workspace store')),
    },
    clientOptions: parts.clientOptions,
    logger: toSdkLogger(parts.log),
  });
  parts.web.get(INSTALL_PATH, (req, res) => provider.handleInstallPath(req, res, undefined, options));
  parts.web.get(REDIRECT_PATH, (req, res) =>
    provider.handleCallback(req, res, {
      success(installation) {
        res
          .type('text/plain')
          .send(`Convenor is installed in ${installation.team?.name ?? 'your organisation'}. Go back to Slack and type /wg.`);
      },
      failure(error) {
        parts.log.warn({ event: 'slack-install-refused', code: error.code }, 'an installation did not succeed');
        res
          .status(400)
          .type('text/plain')
          .send('Convenor was not installed. Please start again from the install link; it is good for ten minutes.');
      },
    }),
  );
}

/** A state is signed, good for ten minutes, and for one use by the shared ledger. */
function createStateStore(secret: string, options: { readonly scopes: string[]; readonly redirectUri: string }, once: Once): StateStore {
  const sign = (claim: string): string => createHmac('sha256', secret).update(`slack-install:${claim}`).digest('base64url');
  return {
    generateStateParam(_options, now) {
      const claim = `${String(now.getTime() + STATE_MS)}.${randomBytes(16).toString('base64url')}`;
      return Promise.resolve(`${claim}.${sign(claim)}`);
    },
    async verifyStateParam(now, state) {
      const [until = '', random = '', signature = ''] = state.split('.');
      const [given, expected] = [Buffer.from(signature), Buffer.from(sign(`${until}.${random}`))];
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error('the state is not ours');
      if (Number(until) < now.getTime()) throw new Error('the state has expired');
      if (!(await once(`install:${state}`))) throw new Error('the state was used before');
      return options;
    },
  };
}

function toInstalled(installation: Installation): Installed {
  const place = installation.isEnterpriseInstall ? installation.enterprise : installation.team;
  if (!place || !installation.bot) throw new Error('the installation names no workspace or no bot');
  const { token, userId, scopes } = installation.bot;
  return { externalId: place.id, name: place.name ?? place.id, kind: 'guest', botToken: token, botUserId: userId, scopes };
}
