import { readFile } from 'node:fs/promises';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { InvalidInputError } from '../../model/index.ts';
import { type PriceBookFile, priceBookFileSchema } from './priceBookFile.ts';

const CURE = 'compare it with provisioning/prices/price-book.yaml';

/**
 * Reads a user's price book from YAML or JSON.
 *
 * @throws InvalidInputError that names the file, the line and the key, and what was expected there
 */
export async function readPriceBook(file: string): Promise<PriceBookFile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new InvalidInputError(
      `the price book ${file} cannot be read`,
      'name a file that exists and that this account may read (prices.file)',
      { cause: error },
    );
  }
  return parsePriceBook(text, file);
}

/** @throws InvalidInputError as {@link readPriceBook} */
export function parsePriceBook(text: string, file: string): PriceBookFile {
  const lines = new LineCounter();
  // JSON is YAML, so one parser reads both and tells lines.
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    throw new InvalidInputError(`${file}:${line}: ${firstLine(broken.message)}`, 'write it as YAML or JSON');
  }
  const result = priceBookFileSchema.safeParse(document.toJS());
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, 5).map(issue => described(issue, document, lines, file));
  throw new InvalidInputError(issues.join('; '), CURE);
}

const firstLine = (message: string): string => message.split('\n')[0]?.replace(/ at line .*$/, '') ?? message;

function described(
  issue: z.core.$ZodIssue,
  document: Document.Parsed,
  lines: LineCounter,
  file: string,
): string {
  // A key that is not known is told with its own line, not that of the object it stands in.
  const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
  const key = path.map(String).join('.') || 'the document';
  const message =
    issue.code === 'unrecognized_keys'
      ? 'is not a key that is known here'
      : issue.message.replace(/^Invalid input: /, '');
  return `${file}:${lineOf(path, document, lines)}: ${key}: ${message}`;
}

/** Line of the value, or of the innermost object around it that is there. */
function lineOf(path: readonly PropertyKey[], document: Document.Parsed, lines: LineCounter): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
