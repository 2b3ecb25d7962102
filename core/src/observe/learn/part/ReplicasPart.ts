import type { ByteReader } from '../ByteReader.ts';
import type { ByteWriter } from '../ByteWriter.ts';
import type { Part, SampleRun } from './Part.ts';

/** How often an autoscaler stood at its ends. Its ends are those of the moment it was learned. */
export class ReplicasPart implements Part<ReplicasPart> {
  samples = 0;
  atMinimum = 0;
  atMaximum = 0;
  sum = 0;
  readonly #ends: { readonly minReplicas: number; readonly maxReplicas: number };

  constructor(ends: { readonly minReplicas: number; readonly maxReplicas: number }) {
    this.#ends = ends;
  }

  add({ amounts, from, to }: SampleRun): void {
    for (let index = from; index < to; index += 1) {
      const replicas = amounts[index] ?? 0;
      this.samples += 1;
      this.sum += replicas;
      if (replicas <= this.#ends.minReplicas) this.atMinimum += 1;
      if (replicas >= this.#ends.maxReplicas) this.atMaximum += 1;
    }
  }

  merge(other: ReplicasPart): void {
    this.samples += other.samples;
    this.sum += other.sum;
    this.atMinimum += other.atMinimum;
    this.atMaximum += other.atMaximum;
  }

  write(to: ByteWriter): void {
    for (const count of [this.samples, this.sum, this.atMinimum, this.atMaximum]) to.number(count);
  }

  static read(from: ByteReader): ReplicasPart {
    // Nothing is added to a part that was read: it is merged.
    const part = new ReplicasPart({ minReplicas: Number.NaN, maxReplicas: Number.NaN });
    part.samples = from.number();
    part.sum = from.number();
    part.atMinimum = from.number();
    part.atMaximum = from.number();
    return part;
  }
}
