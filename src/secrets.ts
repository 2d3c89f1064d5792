import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals and opens what must not be readable in the database. `about` binds a value to its row: moved elsewhere it no longer opens. */
export interface Keyring {
  seal(plain: string, about: string): string;
  open(sealed: string, about: string): string;
}

/**
 * AES-256-GCM with named keys, `id:base64,...`: the first seals, all open, so that keys can be changed.
 * Throws when a key is not 32 bytes.
 */
export function createKeyring(keys: string): Keyring {
  const ring = parseKeys(keys);
  const [first] = ring;
  if (!first) throw new Error('ENCRYPTION_KEYS holds no key; give id:base64 of 32 random bytes');
  const [firstId, firstKey] = first;
  return {
    seal(plain, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', firstKey, nonce).setAAD(Buffer.from(about));
      const sealed = Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${firstId}:${sealed.toString('base64')}`;
    },
    open(sealed, about) {
      const [id, data] = splitOnce(sealed);
      const key = ring.get(id);
      if (!key) throw new Error(`no encryption key is called "${id}"; add it to ENCRYPTION_KEYS`);
      const bytes = Buffer.from(data, 'base64');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(about));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    },
  };
}

function parseKeys(keys: string): Map<string, Buffer> {
  const ring = new Map<string, Buffer>();
  for (const entry of keys
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [id, base64] = splitOnce(entry);
    const key = Buffer.from(base64, 'base64');
    if (id === '' || key.length !== 32) throw new Error('ENCRYPTION_KEYS must be id:base64 of 32 bytes each, separated by commas');
    ring.set(id, key);
  }
  return ring;
}

function splitOnce(entry: string): [string, string] {
  const at = entry.indexOf(':');
  return at < 0 ? ['', entry] : [entry.slice(0, at), entry.slice(at + 1)];
}

/** The configured keys, or those generated once into the data folder (readable by the owner alone). */
export function loadKeys(configured: string | undefined, dataDir: string): string {
  if (configured !== undefined) return configured;
  const file = path.join(dataDir, 'encryption.key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(file, `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(file, 'utf8').trim();
}
