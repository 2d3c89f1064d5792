/** Whom a platform's refusal is about: the one addressed, the whole workspace, or the message itself. */
export type Blame = 'destination' | 'workspace' | 'message';

/** Ours: no adapter serves the workspace now. */
export const NOT_CONNECTED = 'workspace_not_connected';

// Slack: errors of chat.postMessage; Teams: error codes of the Bot Connector.
const WORKSPACE = new Set([
  NOT_CONNECTED,
  'account_inactive',
  'access_denied',
  'app_missing_action_url',
  'enterprise_is_restricted',
  'invalid_auth',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'org_login_required',
  'team_access_not_granted',
  'team_added_to_org',
  'token_expired',
  'token_revoked',
  'two_factor_setup_required',
  'AuthorizationError',
  'BotDisabledByAdmin',
  'BotNotRegistered',
  'InvalidBotApiHost',
  'Unauthorized',
  'token_refused',
]);

const DESTINATION = new Set([
  'cannot_dm_bot',
  'cannot_reply_to_message',
  'channel_not_found',
  'is_archived',
  'is_inactive',
  'messages_tab_disabled',
  'not_in_channel',
  'restricted_action',
  'user_disabled',
  'user_not_found',
  'user_not_in_channel',
  'user_not_visible',
  'users_not_found',
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'ConversationNotFound',
  'ForbiddenOperationException',
  'MessageWritesBlocked',
  'NotEnoughPermissions',
]);

/** A code nobody knows is blamed on the message: that parks one delivery and closes no address. */
export function blameFor(code: string): Blame {
  if (WORKSPACE.has(code)) return 'workspace';
  return DESTINATION.has(code) ? 'destination' : 'message';
}
