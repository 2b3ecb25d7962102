import { type Bytes, bytes, type Container, type Cores, cores } from '../../model/index.ts';

/** Part of a cluster that a pod, container or change holds. */
export interface Reservation {
  readonly cpu: Cores;
  readonly memory: Bytes;
  /** Whole GPUs. */
  readonly gpus: number;
}

export const NOTHING: Reservation = { cpu: cores(0), memory: bytes(0), gpus: 0 };

export const addReservations = (a: Reservation, b: Reservation): Reservation => ({
  cpu: cores(a.cpu + b.cpu),
  memory: bytes(a.memory + b.memory),
  gpus: a.gpus + b.gpus,
});

export const timesReservation = (reservation: Reservation, factor: number): Reservation => ({
  cpu: cores(reservation.cpu * factor),
  memory: bytes(reservation.memory * factor),
  gpus: reservation.gpus * factor,
});

/** What a container's requests reserve; an absent request reserves nothing. */
export const requested = (container: Container): Reservation => ({
  cpu: container.requests.cpu ?? cores(0),
  memory: container.requests.memory ?? bytes(0),
  gpus: container.requests.gpus ?? 0,
});

/** Only CPU, or only memory. */
export const ofCpu = (amount: Cores): Reservation => ({ ...NOTHING, cpu: amount });
export const ofMemory = (amount: Bytes): Reservation => ({ ...NOTHING, memory: amount });
