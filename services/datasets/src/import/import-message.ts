import {
  ImportFormat,
  ImportPhase,
  ImportState,
  NewClasses,
  type StartImportRequest,
} from '@tutti/contracts/gen/tutti/datasets/v1/import';
import {
  importFormat,
  importPhase,
  importState,
  newClasses,
  type ImportJob,
  type StartImport,
} from '@tutti/contracts/datasets';
import { enumMap, type Present } from '@tutti/service-kit';

const formats = enumMap(importFormat.options, ImportFormat);
const states = enumMap(importState.options, ImportState);
const phases = enumMap(importPhase.options, ImportPhase);
const additions = enumMap(newClasses.options, NewClasses);

/** Without a source there is an archive without an upload, which the schema refuses. */
export const toSource = (message: Present<StartImportRequest>): StartImport['source'] => {
  if (message.devices) return { kind: 'devices', ...message.devices };
  if (message.upload) return { kind: 'upload' };
  const { uploadId = '', format, newClasses: wanted, lossy } = message.archive ?? {};
  const chosen = { format: formats.fromProto(format), newClasses: additions.fromProto(wanted) };
  return { kind: 'archive', uploadId, lossy, ...chosen };
};

const toSourceMessage = (source: ImportJob['source']) => {
  switch (source.kind) {
    case 'archive': {
      const { kind: _, format, newClasses: wanted, ...rest } = source;
      const archive = {
        ...rest,
        format: format && formats.toProto(format),
        newClasses: additions.toProto(wanted),
      };
      return { archive };
    }
    case 'devices': {
      const { kind: _, from = null, to = null, ...rest } = source;
      return { devices: { from, to, ...rest } };
    }
    case 'upload':
      return { upload: {} };
  }
};

export const toImportMessage = ({ source, state, phase, ...job }: ImportJob) => ({
  ...job,
  ...toSourceMessage(source),
  state: states.toProto(state),
  phase: phases.toProto(phase),
});
