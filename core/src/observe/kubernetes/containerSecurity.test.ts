import { containerSecurity } from './containerSecurity.ts';

const security = (own?: object, pod?: object) =>
  containerSecurity(
    { name: 'c', image: 'x', ...(own ? { securityContext: own } : {}) },
    { containers: [], ...(pod ? { securityContext: pod } : {}) },
  );

describe('containerSecurity', () => {
  it.each([
    ['nothing is said: the image decides', undefined, undefined, null],
    ['the pod says user 0', undefined, { runAsUser: 0 }, true],
    ['the container says otherwise than the pod', { runAsUser: 1000 }, { runAsUser: 0 }, false],
    ['a user is forbidden to be root', { runAsNonRoot: true }, undefined, false],
    ['root is only allowed', { runAsNonRoot: false }, { runAsNonRoot: true }, null],
    ['a user goes before the ban', { runAsUser: 0 }, { runAsNonRoot: true }, true],
  ])('tells whether it runs as root where %s', (_title, own, pod, expected) => {
    expect(security(own, pod).runsAsRoot).toBe(expected);
  });

  it.each([
    ['by default', undefined, true],
    ['forbidden', { allowPrivilegeEscalation: false }, false],
    ['forbidden, but privileged', { allowPrivilegeEscalation: false, privileged: true }, true],
    [
      'forbidden, but an administrator',
      { allowPrivilegeEscalation: false, capabilities: { add: ['SYS_ADMIN'] } },
      true,
    ],
    [
      'forbidden, with a harmless capability',
      { allowPrivilegeEscalation: false, capabilities: { add: ['NET_BIND_SERVICE'] } },
      false,
    ],
  ])('knows that escalation is allowed: %s', (_title, own, expected) => {
    expect(security(own).allowsPrivilegeEscalation).toBe(expected);
  });
});
