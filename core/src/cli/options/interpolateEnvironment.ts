import { InvalidInputError } from '../../model/index.ts';

/**
 * Replaces `${NAME}` in every text of a parsed document, so that secrets stay out of the file.
 * Done after parsing: a value can never change the document's structure. `$${NAME}` stays as `${NAME}`.
 *
 * @throws InvalidInputError that names the variable and the place when it is not set
 */
export function interpolateEnvironment(
  value: unknown,
  env: Readonly<Record<string, string | undefined>>,
  place = '',
): unknown {
  if (typeof value === 'string') {
    return value.replace(/(\$?)\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (whole, escape: string, name: string) => {
      if (escape) return whole.slice(1);
      const text = env[name];
      if (text === undefined) {
        throw new InvalidInputError(
          `${place || 'The file'} uses the environment variable ${name}, which is not set`,
          `set ${name}, or write $\${${name}} if the text itself is meant`,
        );
      }
      return text;
    });
  }
  if (Array.isArray(value))
    return value.map((item, index) => interpolateEnvironment(item, env, `${place}[${index}]`));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        interpolateEnvironment(item, env, place === '' ? key : `${place}.${key}`),
      ]),
    );
  }
  return value;
}
