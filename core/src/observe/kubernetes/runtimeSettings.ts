import type { V1Container } from '@kubernetes/client-node';
import type { RuntimeSettings } from '../../model/index.ts';

/** Variables that are one number or size. */
const PLAIN = ['GOMEMLIMIT', 'GOMAXPROCS', 'GOGC', 'UV_THREADPOOL_SIZE'];
/** Variables that are strings of options, among which passwords stand too (`-Djavax.net.ssl.trustStorePassword=…`). */
const OPTIONS = [
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'JAVA_OPTS',
  'CATALINA_OPTS',
  'NODE_OPTIONS',
];

/** Flags that size the heap or the threads of a JVM or of Node. */
const FLAG = /^(-Xm\w+|-XX:\S+|--max[-_](old|semi)[-_]space[-_]size=\d+)$/;

/**
 * What sizes a container's language runtime, and nothing else of its environment and command: the rest is
 * not ours to read. Values that come from a Secret or ConfigMap are not in the pod and so not here.
 */
export function runtimeSettings({ env, command, args }: V1Container): RuntimeSettings {
  const literal = (env ?? []).flatMap(({ name, value }): [string, string][] => {
    if (value === undefined) return [];
    if (PLAIN.includes(name)) return [[name, value.trim()]];
    return OPTIONS.includes(name) ? [[name, sizingFlags(value).join(' ')]] : [];
  });
  return {
    environment: Object.fromEntries(literal.filter(([, value]) => value !== '')),
    flags: [...(command ?? []), ...(args ?? [])].flatMap(sizingFlags),
  };
}

/** A shell's `exec java -Xmx1g …` is one argument of many words. */
const sizingFlags = (text: string): string[] => text.split(/[\s"']+/).filter(word => FLAG.test(word));
