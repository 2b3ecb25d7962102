import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  componentEntityV1alpha1Validator,
  domainEntityV1alpha1Validator,
  type Entity,
  groupEntityV1alpha1Validator,
  type KindValidator,
  locationEntityV1alpha1Validator,
  systemEntityV1alpha1Validator,
  userEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import { parseEntityYaml } from '@backstage/plugin-catalog-node';
import { openRecording } from '@greenops/core/observe';

const provisioning = fileURLToPath(new URL('../../../provisioning/', import.meta.url));

const VALIDATORS: Readonly<Record<string, KindValidator>> = {
  Component: componentEntityV1alpha1Validator,
  Domain: domainEntityV1alpha1Validator,
  Group: groupEntityV1alpha1Validator,
  Location: locationEntityV1alpha1Validator,
  System: systemEntityV1alpha1Validator,
  User: userEntityV1alpha1Validator,
};

function entitiesOf(file: string): Entity[] {
  const results = [...parseEntityYaml(readFileSync(file), { type: 'file', target: file })];
  return results.map(result => {
    if (result.type === 'entity') return result.entity;
    throw new TypeError(`${file} holds something else than an entity: ${JSON.stringify(result)}`);
  });
}

const entities = readdirSync(`${provisioning}backstage`)
  .filter(name => name.endsWith('.yaml'))
  .flatMap(name => entitiesOf(`${provisioning}backstage/${name}`));
const recordings = readdirSync(`${provisioning}recordings`)
  .filter(name => name.endsWith('.greenops'))
  .map(name => `${provisioning}recordings/${name}`);
const components = entities.filter(({ kind }) => kind === 'Component');
const names = (kind: string) =>
  new Set(entities.filter(entity => entity.kind === kind).map(({ metadata }) => metadata.name));

describe('the demo catalog', () => {
  it('has a component for each workload of the recordings, and no other', async () => {
    const recorded: string[] = [];
    for (const recording of recordings) {
      const source = await openRecording(recording);
      for (const { reference, labels } of (await source.inventory()).workloads) {
        recorded.push(
          `${source.cluster.id}/${reference.namespace}/${labels['backstage.io/kubernetes-id'] ?? ''}`,
        );
      }
    }
    const cataloged = components.map(({ metadata: { annotations = {} } }) =>
      ['cluster', 'namespace', 'id'].map(part => annotations[`backstage.io/kubernetes-${part}`]).join('/'),
    );
    expect(cataloged.length).toBeGreaterThan(0);
    expect(cataloged.sort()).toEqual(recorded.sort());
  });

  it('says of each component that it is a demo', () => {
    for (const { metadata } of components) {
      expect(metadata.description).toMatch(/^Demo: /);
      expect(metadata.tags).toContain('demo');
    }
  });

  it('is what Backstage takes', async () => {
    for (const entity of entities) {
      await expect(VALIDATORS[entity.kind]?.check(entity)).resolves.toBe(true);
    }
  });

  it('names no entity twice', () => {
    const references = entities.map(({ kind, metadata }) => `${kind}:${metadata.name}`);
    expect(new Set(references).size).toBe(references.length);
  });

  it.each([
    ['owner', 'Group'],
    ['system', 'System'],
    ['domain', 'Domain'],
  ])('refers by %s only to a %s that is there', (field, kind) => {
    const referred = entities.map(({ spec }) => spec?.[field]).filter(value => typeof value === 'string');
    expect(referred.length).toBeGreaterThan(0);
    expect(referred.filter(name => !names(kind).has(name))).toEqual([]);
  });
});
