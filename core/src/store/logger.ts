/** Where the store and the advisor tell people what they do; Backstage's logger fits as it is. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** For callers that do not care. */
export const silentLogger: Logger = { info() {}, warn() {}, error() {} };
