import type { ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import type { SceneObject } from '@grafana/scenes';
import { sceneInterpolator } from 'host:sceneInterpolator';

/** A query made by a scene carries the scene, whose variables only the scene knows. */
function sceneOf(scopedVars: ScopedVars | undefined) {
  const scene: unknown = scopedVars?.['__sceneObject']?.value?.valueOf();
  return scene;
}

const fromScopedVars = (text: string, scopedVars: ScopedVars | undefined): string =>
  text.replace(/\$(\w+)|\$\{(\w+)[^}]*\}/g, (whole, bare?: string, braced?: string) =>
    String(scopedVars?.[bare ?? braced ?? '']?.value ?? whole),
  );

export const templateSrv: TemplateSrv = {
  getVariables: () => [],
  containsTemplate: text => /\$\w|\$\{|\[\[/.test(text ?? ''),
  updateTimeRange: () => undefined,
  replace: (text, scopedVars, format) => {
    if (!text) return '';
    const scene = sceneOf(scopedVars);
    return isScene(scene)
      ? sceneInterpolator(scene, text, scopedVars, format)
      : fromScopedVars(text, scopedVars);
  },
};

/** The plugin bundles its own copy of scenes, so `instanceof` is of no use. */
const isScene = (candidate: unknown): candidate is SceneObject =>
  typeof candidate === 'object' && candidate !== null && 'state' in candidate && 'parent' in candidate;
