import type {
  ParkedInstance,
  ProcessReport,
  ProcessStatus,
  ProjectionReport,
  RunnerStatus,
  TelemetryStatus,
} from '@tutti/runtime';

/** A `ProjectionRunner`, whatever its rows. */
export interface ManagedProjection {
  status(): RunnerStatus;
  report(): Promise<ProjectionReport>;
  rebuild(askedBy: string): Promise<ProjectionReport>;
  cancelRebuild(): Promise<void>;
}

/** A `ProcessRunner`, whatever it reacts to. */
export interface ManagedProcess {
  status(): ProcessStatus;
  report(): Promise<ProcessReport>;
  parked(): Promise<readonly ParkedInstance[]>;
  resume(instanceId: string): Promise<boolean>;
  adopt(position: number): Promise<void>;
}

/** A `TelemetryConsumer`; every replica takes its share. */
export interface ManagedTelemetry {
  status(): TelemetryStatus & { readonly leader: boolean };
}

/** What a service does in the background, for operators. */
export type ManagedRunner = ManagedProjection | ManagedProcess | ManagedTelemetry;

export const isProjection = (runner: ManagedRunner): runner is ManagedProjection => 'rebuild' in runner;
export const isProcess = (runner: ManagedRunner): runner is ManagedProcess => 'adopt' in runner;
export const isTelemetry = (runner: ManagedRunner): runner is ManagedTelemetry =>
  !isProjection(runner) && !isProcess(runner);
