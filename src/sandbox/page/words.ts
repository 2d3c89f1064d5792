const WORDS: Record<string, string> = {
  operation_timeout: 'Convenor did not answer within 3 seconds (operation_timeout).',
  dispatch_failed: 'Convenor could not take that (dispatch_failed). Its log says why.',
  unknown_command: 'There is no such command here. Try /wg help.',
  stale_action: 'That has changed meanwhile. Look again.',
  stale_view: 'That form is closed already.',
  is_archived: 'This channel is archived.',
  not_in_channel: 'Join the channel first.',
  already_in_channel: 'Already in this channel.',
  cant_leave_general: 'Everyone stays in #general.',
  cant_archive_general: '#general cannot be archived.',
  channel_not_found: 'There is no such channel.',
  no_notice: 'No notice is planned.',
  no_text: 'Write something first.',
  msg_too_long: 'That is too long for one message.',
};

/** What the page tells a person when something did not work. */
export function wordsFor(error: string): string {
  return WORDS[error] ?? `Convenor sent something Slack would refuse (${error}). See the broken limits.`;
}
