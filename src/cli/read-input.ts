import { readFile } from 'node:fs/promises';

/** The bytes of a file that was named on the command line, or why they cannot be read, in plain words. */
export async function readInput(file: string): Promise<Uint8Array<ArrayBuffer> | string> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return `There is no file ${file}. Check its name and folder.`;
    if (code === 'EISDIR') return `${file} is a folder. Name a file in it.`;
    if (code === 'EACCES') return `${file} may not be read by this user. Check its permissions.`;
    return `The file cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
