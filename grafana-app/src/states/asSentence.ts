/** Messages and cures are kept without capital and full stop, to be quoted; on a page they stand alone. */
export function asSentence(text: string, firstLetter: 'capital' | 'keep' = 'capital'): string {
  const start = firstLetter === 'capital' ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
