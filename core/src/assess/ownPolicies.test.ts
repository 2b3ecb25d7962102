import { BALANCED, HEADROOM, POLICIES } from '../model/index.ts';
import { policiesWith, policyCalled, policyDefinitionSchema } from './ownPolicies.ts';

const own = (definition: object) => policiesWith([policyDefinitionSchema.parse(definition)])[POLICIES.length];

describe('a policy of the user’s own', () => {
  it('is one of ours and what is different', () => {
    expect(own({ id: 'batch', cpuWorth: '250m', minimumHistoryDays: 7 })).toEqual({
      ...BALANCED,
      id: 'batch',
      name: 'batch',
      cpuWorth: 0.25,
      minimumHistory: 7 * 86_400,
    });
    expect(own({ id: 'calm', name: 'Calm', basedOn: 'headroom', memoryWorth: '8Gi' })).toEqual({
      ...HEADROOM,
      id: 'calm',
      name: 'Calm',
      memoryWorth: 8 * 2 ** 30,
    });
    expect(own({ id: 'all', basedOn: 'max-savings', memoryWorth: 'all' })?.memoryWorth).toBeNull();
  });

  it.each([
    [{ id: 'Loud' }, /lower-case/],
    [{ id: 'a', cpuQuantile: 95 }, /<=1/],
    [{ id: 'a', cpuWorth: '-1' }, /250m, 512Mi/],
    [{ id: 'a', minimumMemory: '1e3Mi' }, /250m, 512Mi/],
    [{ id: 'a', cpuQuantil: 0.9 }, /cpuQuantil/],
    [{ id: 'a', basedOn: 'courage' }, /max-savings/],
  ])('%j is refused', (definition, reason) => {
    const { success, error } = policyDefinitionSchema.safeParse(definition);
    expect(success).toBe(false);
    expect(error?.message).toMatch(reason);
  });

  it('needs an id of its own', () => {
    const twice = policyDefinitionSchema.parse({ id: 'balanced' });
    expect(() => policiesWith([twice])).toThrow('two policies have the id "balanced"');
    expect(() => policyCalled('courage', POLICIES)).toThrow('There is no policy courage');
  });
});
