// Messages of the PostgreSQL protocol 3.0: one byte of type (none in the first message), four of length, the body.

export const SSL_REQUEST = 80877103;
export const GSS_REQUEST = 80877104;
export const CANCEL_REQUEST = 80877102;

const LAST_WORDS = /SFATAL\0VFATAL\0|SPANIC\0VPANIC\0/;

export function packet(type: string, body: string): Buffer {
  const bytes = Buffer.from(`${type}\0\0\0\0${body}`);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
}

export function fatal(code: string, message: string): Buffer {
  return packet('E', `SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
}

/** What a client sends first. */
export function startup(): Buffer {
  const bytes = Buffer.from('\0\0\0\0\0\x03\0\0user\0postgres\0database\0postgres\0\0');
  bytes.writeInt32BE(bytes.length, 0);
  return bytes;
}

export function endsWithFlush(batch: Buffer): boolean {
  return batch.length >= 5 && batch.at(-5) === 0x48 && batch.readInt32BE(batch.length - 4) === 4;
}

/** True for the message with which a backend says that it ends. */
export function isLastWord(bytes: Buffer): boolean {
  return bytes.length < 4096 && LAST_WORDS.test(bytes.toString('latin1'));
}

/** Puts a prefix before the name of the prepared statement that the message speaks of; unnamed ones stay unnamed. */
export function renameStatement(message: Buffer, prefix: string): { renamed: Buffer; name?: string } {
  const at = nameOffset(message);
  if (at === undefined || message[at] === 0) return { renamed: message };
  const name = prefix + message.toString('utf8', at, message.indexOf(0, at));
  const renamed = Buffer.concat([message.subarray(0, at), Buffer.from(prefix), message.subarray(at)]);
  renamed.writeInt32BE(renamed.length - 1, 1);
  return { renamed, name };
}

function nameOffset(message: Buffer): number | undefined {
  const type = String.fromCharCode(message[0] ?? 0);
  if (type === 'P') return 5;
  if (type === 'B') return message.indexOf(0, 5) + 1;
  return (type === 'D' || type === 'C') && message[5] === 0x53 ? 6 : undefined;
}
