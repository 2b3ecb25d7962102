/** As it is stored: the proxy appends a path that starts with a slash. */
export const tidyApiUrl = (text: string): string => text.trim().replace(/\/+$/, '');

/** What is wrong with an API URL, as a sentence; `null` where it can be used. */
export function apiUrlProblem(text: string): string | null {
  const given = tidyApiUrl(text);
  if (given === '') return 'Enter the URL of the GreenOps backend.';
  if (!URL.canParse(given)) return `“${given}” is not a URL. Write it with http:// or https://.`;
  const url = new URL(given);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return `“${url.protocol}” cannot be used here. Write the URL with http:// or https://.`;
  }
  if (url.username !== '' || url.password !== '') {
    return 'Leave credentials out of the URL: it is readable by every user. The token goes into its own field.';
  }
  if (url.pathname.includes('/api/greenops')) return 'Leave /api/greenops out: the app adds it itself.';
  if (url.search !== '' || url.hash !== '') return 'Leave out everything after ? or #.';
  return null;
}
