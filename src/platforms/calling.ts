import type { ChatFailure } from '../bot/chat.ts';

/** Runs a call to a platform; whatever goes wrong comes out as a ChatFailure that says whether it may have been done. */
export const createCalling =
  (toChatFailure: (error: unknown) => ChatFailure) =>
  async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw toChatFailure(error);
    }
  };
