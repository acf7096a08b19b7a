import { DatasetStatus, DatasetTask } from '@tutti/contracts/gen/tutti/datasets/v1/dataset';
import {
  datasetStatus,
  datasetTask,
  type Dataset,
  type DatasetProgress,
  type ItemCounts,
} from '@tutti/contracts/datasets';
import { enumMap } from '@tutti/service-kit';

export const tasks = enumMap(datasetTask.options, DatasetTask);
const statuses = enumMap(datasetStatus.options, DatasetStatus);

const toCounts = ({ total, states }: ItemCounts) => ({
  total,
  unlabelled: states.unlabelled,
  labelled: states.labelled,
  needsRelabel: states['needs-relabel'],
  excluded: states.excluded,
});

export const toDatasetMessage = (dataset: Dataset) => ({
  ...dataset,
  task: tasks.toProto(dataset.task),
  status: statuses.toProto(dataset.status),
  items: toCounts(dataset.items),
});

export const toProgressMessage = ({ items, ...progress }: DatasetProgress) => ({
  ...progress,
  items: toCounts(items),
});
