import { getDefaultTimeRange, LoadingState, type PanelData } from '@grafana/data';
import {
  type SceneDataProvider,
  type SceneDataProviderResult,
  type SceneDataState,
  sceneGraph,
  SceneObjectBase,
  VariableDependencyConfig,
} from '@grafana/scenes';
import type { ContainerView } from '@greenops/core/api';
import { type Observable, of } from 'rxjs';
import { usageFrame } from './usageFrame.ts';
import type { Resource } from './workloadQueries.ts';

interface UsageDataState extends SceneDataState {
  readonly containers: readonly ContainerView[];
  readonly resource: Resource;
  /** An expression over scene variables that gives the name of the container to show. */
  readonly container: string;
  readonly data: PanelData;
}

/**
 * Gives a panel the API's hourly usage of the chosen container. Nothing is asked for here: the whole
 * history came with the page. Follows the container variable and the scene's time range.
 */
export class UsageDataNode extends SceneObjectBase<UsageDataState> implements SceneDataProvider {
  protected override _variableDependency: VariableDependencyConfig<UsageDataState> =
    new VariableDependencyConfig<UsageDataState>(this, {
      statePaths: ['container'],
      onReferencedVariableValueChanged: () => this.#refresh(),
    });

  constructor(state: Pick<UsageDataState, 'containers' | 'resource' | 'container'>) {
    super({ ...state, data: { state: LoadingState.Loading, series: [], timeRange: getDefaultTimeRange() } });
    this.addActivationHandler(() => {
      this.#refresh();
      this._subs.add(sceneGraph.getTimeRange(this).subscribeToState(() => this.#refresh()));
    });
  }

  getResultsStream(): Observable<SceneDataProviderResult> {
    return of({ origin: this, data: this.state.data });
  }

  #refresh(): void {
    const { containers, resource, container } = this.state;
    const name = sceneGraph.interpolate(this, container);
    const chosen = containers.find(candidate => candidate.name === name);
    const frame = chosen ? usageFrame(chosen, resource) : null;
    this.setState({
      data: {
        state: LoadingState.Done,
        series: frame ? [frame] : [],
        timeRange: sceneGraph.getTimeRange(this).state.value,
      },
    });
  }
}
