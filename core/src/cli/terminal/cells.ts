import stringWidth from 'string-width';

/** Cells that a text takes on the screen: colours take none, wide characters two. */
export const cellsOf = (text: string): number => stringWidth(text);

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Cuts plain text to at most `width` cells, with `…` in the place of what is gone. */
export function truncate(text: string, width: number): string {
  if (cellsOf(text) <= width) return text;
  if (width <= 0) return '';
  let kept = '';
  let cells = 0;
  for (const { segment } of segmenter.segment(text)) {
    cells += cellsOf(segment);
    if (cells > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Cuts in the middle, so that both ends of a name can be recognised: `checkout-…-worker`. */
export function truncateMiddle(text: string, width: number): string {
  if (cellsOf(text) <= width) return text;
  if (width < 5) return truncate(text, width);
  const tail = Math.floor((width - 1) / 2);
  const characters = [...text];
  return `${characters.slice(0, width - 1 - tail).join('')}…${characters.slice(-tail).join('')}`;
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - cellsOf(text)));
export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - cellsOf(text))) + text;

/** Breaks plain text into lines of at most `width` cells, at spaces; a longer word is left whole, so that commands can be copied. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && cellsOf(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** A paragraph with its mark: the first line behind `first`, the others below its text. */
export function indented(text: string, first: string, width: number): readonly string[] {
  const indent = ' '.repeat(cellsOf(first));
  return wrap(text, width - cellsOf(first)).map((line, index) => `${index === 0 ? first : indent}${line}`);
}
