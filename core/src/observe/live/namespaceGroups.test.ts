import { groupsOf } from './namespaceGroups.ts';

describe('groupsOf', () => {
  const namespaces = [
    { namespace: 'a', containers: 9 },
    { namespace: 'b', containers: 5 },
    { namespace: 'c.d', containers: 4 },
    { namespace: 'e', containers: 1 },
  ];

  it('makes groups of like size, of which the last has whatever is in no other', () => {
    expect(groupsOf(namespaces, 2)).toEqual([
      [{ label: 'namespace', operator: '=~', value: 'a|e' }],
      [{ label: 'namespace', operator: '!~', value: 'a|e' }],
    ]);
    expect(groupsOf(namespaces, 3)).toEqual([
      [{ label: 'namespace', operator: '=~', value: 'a' }],
      [{ label: 'namespace', operator: '=~', value: 'b' }],
      [{ label: 'namespace', operator: '!~', value: 'a|b' }],
    ]);
  });

  it('takes names for what they are', () => {
    const [first] = groupsOf([{ namespace: 'c.d', containers: 9 }, ...namespaces.slice(3)], 2);
    expect(first?.[0]?.value).toBe('c\\.d');
  });

  it('puts a cluster of one large namespace into one group', () => {
    expect(groupsOf(namespaces.slice(0, 1), 3)).toHaveLength(2);
  });
});
