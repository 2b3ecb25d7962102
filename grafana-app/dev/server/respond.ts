import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.map': 'application/json',
  '.md': 'text/markdown',
};

/** Names that carry a hash of their content never change. */
const isImmutable = (file: string): boolean => /[-.][0-9A-Za-z]{8}\.\w+$/.test(file);

export function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(text);
}

export const sendJson = (response: ServerResponse, status: number, body: unknown): void =>
  sendText(response, status, 'application/json', JSON.stringify(body));

/** Sends a file below `root`; a path that leads out of it finds nothing. */
export async function sendFile(response: ServerResponse, root: string, path: string): Promise<void> {
  const file = join(root, normalize(`/${decodeURIComponent(path)}`));
  const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'EISDIR') return null;
    throw error;
  });
  if (content === null) return sendJson(response, 404, { message: 'Not found' });
  response
    .writeHead(200, {
      'Content-Type': contentTypes[extname(file)] ?? 'application/octet-stream',
      'Cache-Control': isImmutable(file) ? 'max-age=31536000, immutable' : 'no-cache',
    })
    .end(content);
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
