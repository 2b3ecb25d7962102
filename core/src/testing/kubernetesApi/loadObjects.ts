import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { InvalidInputError } from '../../model/index.ts';
import { isJsonObject, type KubernetesObject, valueAt } from './kubernetesObject.ts';

/** Objects of a YAML or JSON file: several documents, lists (`List`, `PodList` …) and single objects. */
export const loadObjects = (file: string): KubernetesObject[] =>
  parseObjects(readFileSync(file, 'utf8'), file);

/** The same from text; `origin` names it in messages. */
export function parseObjects(text: string, origin: string): KubernetesObject[] {
  const documents = text.trimStart().startsWith('{')
    ? [JSON.parse(text) as unknown]
    : [...parseAllDocuments(text)].map(document => document.toJS() as unknown);
  return documents.filter(document => document !== null).flatMap(document => flatten(document, origin));
}

function flatten(document: unknown, origin: string): KubernetesObject[] {
  if (!isJsonObject(document) || typeof document['kind'] !== 'string') {
    throw new InvalidInputError(
      `${origin} has a document without a kind`,
      'give Kubernetes objects in YAML or JSON',
    );
  }
  const { kind, apiVersion, items } = document;
  if (!Array.isArray(items)) {
    if (typeof valueAt(document, ['metadata', 'name']) !== 'string') {
      throw new InvalidInputError(`${origin} has a ${kind} without metadata.name`, 'give each object a name');
    }
    return [document as unknown as KubernetesObject];
  }
  // Items of a typed list leave out what the list says; those of a plain List do not.
  const typed = kind === 'List' ? {} : { kind: kind.replace(/List$/, ''), apiVersion };
  return items.flatMap((item: unknown) => flatten({ ...typed, ...(isJsonObject(item) ? item : {}) }, origin));
}
