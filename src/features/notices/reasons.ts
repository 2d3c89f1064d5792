/** Why something was not delivered, as a sentence that says what to do. Keys are the platforms' codes and our own. */
const REASONS: Readonly<Record<string, string>> = {
  no_chat_account: 'This person has no chat account that the bot can reach. They can be reached once they have written to the bot.',
  channel_disconnected: 'The channel is no longer connected to the group. Connect it again; what is sent from then on goes there.',
  workspace_not_connected: 'The workspace is not connected to the bot now. Connect it again, then try again.',
  channel_not_found:
    'The channel or conversation cannot be found; it may be private or deleted. Invite the bot to the channel, or connect another one.',
  is_archived: 'The channel is archived. Restore it, or connect another channel.',
  not_in_channel: 'The bot is not in the channel. Invite it there, then try again.',
  restricted_action: "The workspace's rules do not let the bot post there. Ask its administrators.",
  user_not_found: 'The platform no longer knows this chat account.',
  users_not_found: 'The platform no longer knows this chat account.',
  user_disabled: 'This chat account is switched off.',
  user_not_visible: 'The bot may not see this person; they are probably a guest of another workspace.',
  cannot_dm_bot: 'This chat account is a bot, and bots cannot be written to.',
  messages_tab_disabled: 'Direct messages to the bot are switched off in its settings.',
  account_inactive: "The bot's account in this workspace was switched off. An administrator has to install it again.",
  token_revoked: "The bot's access to this workspace was withdrawn. An administrator has to install it again.",
  token_expired: "The bot's access to this workspace has run out. An administrator has to install it again.",
  invalid_auth: "The workspace does not accept the bot's access. An administrator has to install it again.",
  not_authed: "The workspace does not accept the bot's access. An administrator has to install it again.",
  missing_scope: 'The bot lacks a permission in this workspace. An administrator has to install it again with all permissions.',
  team_access_not_granted: 'The bot was not given access to this workspace. Ask its administrators.',
  msg_too_long: 'The message is longer than the platform allows. This is a fault of the program; please report it.',
  invalid_blocks: 'The platform did not accept the form of the message. This is a fault of the program; please report it.',
  token_refused: "Microsoft does not accept the bot's secret. An administrator has to renew it.",
  BotNotRegistered: 'Microsoft does not know the bot. An administrator has to check its registration.',
  NotEnoughPermissions: 'The bot lacks a permission there. Ask the administrators of Teams.',
  BotDisabledByAdmin: 'An administrator has switched the bot off in Teams.',
  BotNotInConversationRoster: 'The bot is not installed there. Install it in the team or for this person.',
  ConversationBlockedByUser: 'This person has blocked the bot.',
  ConversationNotFound: 'The conversation no longer exists in Teams.',
  ForbiddenOperationException: 'Teams does not let the bot write there.',
  MessageWritesBlocked: 'This person has blocked or removed the bot.',
  unreadable: 'It may have arrived: the connection broke while it was sent, and the bot may not read that conversation to check.',
  no_answer: 'The platform did not answer in time; the bot is checking whether it arrived.',
  unexpected_error: 'Sending broke off in an unexpected way; the bot is checking whether it arrived.',
};

/** The reason kept on a delivery, in plain words. A code without words is named, so that it can be looked up. */
export function reasonInWords(error: string | null): string {
  if (!error) return 'No reason was kept.';
  const [code = error] = error.split(':');
  const words = REASONS[code];
  if (words) return words;
  return /^[\w.-]+$/.test(error) ? `The platform answered "${error}".` : error;
}

/** What a kind of notice is called in lists. */
const KINDS: Readonly<Record<string, string>> = {
  'meetings.announced': 'Announcement',
  'meetings.moved': 'Notice of a new time',
  'meetings.cancelled': 'Notice of cancellation',
  'meetings.series-announced': 'Announcement of a series',
  'meetings.series-moved': 'Notice of new times in a series',
  'meetings.series-cancelled': 'Notice of cancellations in a series',
  'meetings.agenda': 'Agenda',
  'meetings.nudge': 'Request to answer',
  'meetings.reminder': 'Reminder',
  'meetings.join': 'Joining link',
  'meetings.alternate-named': 'Word of being named as alternate',
  'meetings.alternate-answered': "Alternate's answer",
  'meetings.check': 'Agenda lines to check',
  'meetings.suggestion': 'Suggestion for the agenda',
  'meetings.suggestion-answered': 'Answer to a suggestion',
  'attendance.opening': 'Anti-trust statement',
  'attendance.opening-chair': "Chair's opening script",
  'attendance.roll': 'List of attendance to confirm',
  'attendance.missed': 'Question whether they were there',
  'attendance.correction': 'Correction of attendance',
  'minutes.review': 'Minutes to review',
  'minutes.returned': 'Minutes sent back',
  'minutes.due': 'Reminder to write minutes',
  'minutes.issued': 'Minutes',
  'minutes.corrected': 'Notice of corrected minutes',
  'minutes.comment': 'Suggested correction of minutes',
  'minutes.answered': 'Answer to a suggested correction',
  'opening.asked': 'Request to let a meeting open',
  'opening.let-open': 'Word that a meeting can be opened',
  'concerns.raised': 'Competition concern in the channel',
  'concerns.chair': 'Competition concern to the chair',
  'concerns.told': 'Competition concern to the Secretariat',
  'concerns.legal': 'Competition concern to the legal contact',
  'actions.given': 'Action given to somebody',
  'actions.due': 'Reminder of an action',
  'groups.welcome': 'Welcome',
  'groups.added': 'Word of having been added',
  'groups.statement': 'Anti-trust statement for the channel',
  'groups.suspended': 'Notice of a suspended membership',
  'groups.may-rejoin': 'Notice that a person may join again',
  'groups.invitation-ended': 'Notice of an ended invitation',
  'directory.request': 'Request to be added',
  'directory.question': 'Question to the Secretariat',
  'directory.invitation-ending': 'Invitation about to end',
  'directory.linked': 'News of a linked chat account',
  'notices.troubled': 'Notice of a failed delivery',
};

export const kindInWords = (kind: string): string => KINDS[kind] ?? kind;
