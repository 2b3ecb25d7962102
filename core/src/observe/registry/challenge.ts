/** How a registry asks to be signed in to (RFC 7235, and the token specification of the distribution project). */
export type Challenge =
  | { readonly scheme: 'basic' }
  | {
      readonly scheme: 'bearer';
      /** Where tokens are to be had. */
      readonly realm: URL;
      readonly parameters: Readonly<Record<string, string>>;
    };

/** Reads `Bearer realm="…",service="…",scope="…"`; `null` for a scheme we do not speak. */
export function parseChallenge(header: string | null): Challenge | null {
  if (header === null) return null;
  const bearer = /\bBearer\s+(.+)$/i.exec(header)?.[1];
  if (bearer === undefined) return /\bBasic\b/i.test(header) ? { scheme: 'basic' } : null;
  const parameters: Record<string, string> = {};
  for (const [, name = '', quoted, plain] of bearer.matchAll(/([a-z_]+)\s*=\s*(?:"([^"]*)"|([^\s",]+))/gi)) {
    parameters[name.toLowerCase()] = quoted ?? plain ?? '';
  }
  const { realm, service, scope } = parameters;
  if (realm === undefined || !URL.canParse(realm)) return null;
  const asked = { ...(service === undefined ? {} : { service }), ...(scope === undefined ? {} : { scope }) };
  return { scheme: 'bearer', realm: new URL(realm), parameters: asked };
}
