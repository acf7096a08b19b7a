import {
  CancelCause,
  CommandStatus,
  CommandStep,
  type IssueDeviceCommandRequest,
} from '@tutti/contracts/gen/tutti/devices/v1/device_command';
import {
  cancelCause,
  commandProgress,
  commandStatus,
  type DeviceCommand,
  type IssueDeviceCommand,
} from '@tutti/contracts/devices';
import { enumMap, type Present } from '@tutti/service-kit';
import { tasks } from '../device/device-message';

const statuses = enumMap(commandStatus.options, CommandStatus);
const steps = enumMap(commandProgress.shape.step.options, CommandStep);
const causes = enumMap(cancelCause.options, CancelCause);

type Order = DeviceCommand['order'];
type Result = NonNullable<DeviceCommand['result']>;
type Outcome = NonNullable<DeviceCommand['late']>;

const toOrder = (order: Order) => {
  switch (order.kind) {
    case 'infer':
      return { infer: { picture: order.picture } };
    case 'collect-logs':
      return { collectLogs: { lines: order.lines } };
    case 'reload-model':
      return { reloadModel: {} };
    case 'restart-agent':
      return { restartAgent: {} };
  }
};

const toModel = <Model extends { readonly task: Parameters<typeof tasks.toProto>[0] }>(model: Model) => ({
  ...model,
  task: tasks.toProto(model.task),
});

const toResult = (result: Result) => {
  switch (result.kind) {
    case 'infer': {
      const { kind: _, ...rest } = result;
      return { infer: { ...rest, model: toModel(rest.model) } };
    }
    case 'collect-logs': {
      const { kind: _, ...rest } = result;
      return { collectLogs: rest };
    }
    case 'reload-model':
      return { reloadModel: { model: toModel(result.model) } };
    case 'restart-agent': {
      const { kind: _, ...rest } = result;
      return { restartAgent: rest };
    }
  }
};

const toOutcome = (outcome: Outcome) => ({
  state: statuses.toProto(outcome.state),
  result: outcome.state === 'succeeded' ? toResult(outcome.result) : null,
  failure: outcome.state === 'failed' ? outcome.failure : null,
});

export const toCommandMessage = (command: DeviceCommand) => ({
  ...command,
  order: toOrder(command.order),
  status: statuses.toProto(command.status),
  progress: command.progress && { ...command.progress, step: steps.toProto(command.progress.step) },
  result: command.result && toResult(command.result),
  cancelCause: command.cancelCause && causes.toProto(command.cancelCause),
  late: command.late && toOutcome(command.late),
});

type Wish = Present<IssueDeviceCommandRequest>;

/** Without an order there is no kind, which the schema refuses. */
export const toIssue = (message: Wish): IssueDeviceCommand => {
  const { infer, collectLogs, reloadModel, restartAgent, ...issue } = message;
  if (infer) return { ...issue, kind: 'infer', picture: infer.picture };
  if (collectLogs) return { ...issue, kind: 'collect-logs', lines: collectLogs.lines };
  if (reloadModel) return { ...issue, kind: 'reload-model' };
  return { ...issue, kind: (restartAgent && 'restart-agent') as 'restart-agent' };
};
