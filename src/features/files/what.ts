import { z } from 'zod';

export const What = z.enum(['minutes', 'record'], 'This button no longer works. Please ask for the files again.');
export type What = z.infer<typeof What>;

export const FileFormat = z.enum(['pdf', 'docx']);
