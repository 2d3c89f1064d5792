/** What the app asks for when it is installed; the manifest says the same (a test holds it). */
export const BOT_SCOPES = ['commands', 'chat:write', 'im:write', 'pins:write', 'users:read', 'users:read.email'] as const;

/** Only for looking whether a message whose fate is in doubt was posted. Without them its fate stays "unknown". */
export const OPTIONAL_BOT_SCOPES = ['channels:history', 'groups:history', 'im:history'] as const;
