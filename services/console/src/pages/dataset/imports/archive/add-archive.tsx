import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { ImportJob, StartImport } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import {
  forgetArchive,
  uploadArchive,
  useArchiveUpload,
  type ArchiveUpload,
} from '../../../../api/archive-uploads';
import { useImport, useStartImport } from '../../../../api/imports';
import { DropZone } from '../../../../components/drop-zone';
import { ProblemAlert } from '../../../../components/problem-alert';
import { Section } from '../../../../components/section';
import { useStore } from '../../../../lib/use-store';
import { useShownDataset } from '../../use-shown-dataset';
import { WayPage } from '../way-page';
import { ArchiveOptionsForm, usualOptions, type ArchiveOptions } from './archive-options';
import { ArchivePanel } from './archive-panel';
import { CheckResult } from './check-result';

const toSource = (
  uploadId: string,
  { format, lossy, addClasses }: ArchiveOptions,
): StartImport['source'] => ({
  kind: 'archive',
  uploadId,
  ...(format ? { format } : {}),
  lossy,
  newClasses: addClasses ? 'add' : 'refuse',
});

/** Whether the check was made with these options. */
const isOf = ({ source }: ImportJob, { format, lossy, addClasses }: ArchiveOptions): boolean =>
  source.kind === 'archive' &&
  source.lossy === lossy &&
  source.newClasses === (addClasses ? 'add' : 'refuse') &&
  (format === undefined || source.format === format);

interface ReadyProps {
  readonly upload: ArchiveUpload;
  readonly uploadId: string;
}

/** Tries the archive, or imports it. */
const useArchiveImport = ({ upload, uploadId }: ReadyProps, options: ArchiveOptions) => {
  const navigate = useNavigate();
  const { dataset } = useShownDataset();
  const [dry, real] = [useStartImport(), useStartImport()];
  const body = { datasetId: dataset.id, source: toSource(uploadId, options) };
  return {
    error: dry.error ?? real.error,
    isTrying: dry.isPending,
    isStarting: real.isPending,
    tryIt: () => {
      dry.mutateAsync({ ...body, dryRun: true }).then(
        ({ id }) => upload.check.set(id),
        () => undefined,
      );
    },
    doIt: () => {
      real.mutateAsync(body).then(
        () => {
          forgetArchive(dataset.id);
          void navigate(`/datasets/${dataset.id}/imports`);
        },
        () => undefined,
      );
    },
  };
};

interface StepsProps {
  readonly checked: ImportJob | undefined;
  readonly steps: ReturnType<typeof useArchiveImport>;
}

const Steps = ({ checked, steps }: StepsProps) => {
  const { t } = useTranslation();
  const isChecking = steps.isTrying || checked?.state === 'running';
  return (
    <Group gap="xs">
      <Button variant={checked ? 'default' : 'filled'} loading={isChecking} onClick={steps.tryIt}>
        {t(checked ? 'imports.archive.checkAgain' : 'imports.archive.check')}
      </Button>
      <Button
        variant={checked ? 'filled' : 'default'}
        loading={steps.isStarting}
        disabled={isChecking}
        onClick={steps.doIt}
      >
        {t('imports.archive.import')}
      </Button>
      <Text size="xs" c="dimmed">
        {t('imports.archive.checkText')}
      </Text>
    </Group>
  );
};

/** The archive is there: how to read it, what that would bring, and do it. */
const Ready = (props: ReadyProps) => {
  const { t } = useTranslation();
  const [options, setOptions] = useState(usualOptions);
  const check = useStore(props.upload.check);
  const { data: checked } = useImport(check);
  const steps = useArchiveImport(props, options);
  const isStale = checked !== undefined && checked.state !== 'running' && !isOf(checked, options);
  return (
    <>
      <Section title={t('imports.archive.options')}>
        <Stack>
          <ArchiveOptionsForm value={options} onChange={setOptions} />
          <Steps checked={checked} steps={steps} />
          {steps.error && <ProblemAlert error={steps.error} />}
        </Stack>
      </Section>
      {isStale && <Alert color="yellow" variant="light" title={t('imports.archive.stale')} />}
      {checked && <CheckResult job={checked} />}
    </>
  );
};

const Chosen = ({ upload }: { readonly upload: ArchiveUpload }) => {
  const { uploadId } = useStore(upload.state);
  return (
    <>
      <ArchivePanel upload={upload} here />
      {uploadId !== undefined && <Ready upload={upload} uploadId={uploadId} />}
    </>
  );
};

const zipTypes = '.zip,application/zip,application/x-zip-compressed';

const Choose = () => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const [wrong, setWrong] = useState(false);
  const take = (file: File): void => {
    const isZip = /\.zip$/i.test(file.name);
    setWrong(!isZip);
    if (isZip) uploadArchive(dataset.id, file);
  };
  return (
    <>
      <DropZone
        accept={zipTypes}
        choose={t('imports.archive.choose')}
        hint={t('imports.archive.drop')}
        busy={false}
        onFile={take}
      />
      {wrong && <Alert role="alert" color="red" variant="outline" title={t('imports.archive.notZip')} />}
    </>
  );
};

/** An archive of another tool: uploaded, tried, imported. */
export const AddArchive = () => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const upload = useArchiveUpload(dataset.id);
  return (
    <WayPage title={t('imports.archive.title')} text={t('imports.archive.text')}>
      {upload ? <Chosen upload={upload} /> : <Choose />}
    </WayPage>
  );
};
