import { execFile } from 'node:child_process';

/**
 * Runs a program to its end.
 *
 * @returns what it wrote to its standard output
 * @throws Error with both outputs when it cannot be started or fails
 */
export function runProgram(
  command: string,
  args: readonly string[],
  options: { environment?: NodeJS.ProcessEnv; timeoutSeconds?: number } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      args,
      {
        env: options.environment ?? process.env,
        timeout: (options.timeoutSeconds ?? 600) * 1000,
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) => {
        if (error) {
          reject(
            new Error(`${command} ${args[0] ?? ''} failed: ${error.message}\n${stdout}${stderr}`, {
              cause: error,
            }),
          );
        } else {
          resolve(stdout);
        }
      },
    );
  });
}
