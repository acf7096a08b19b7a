import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { Dataset, DatasetVersion, LabelSchema } from '@tutti/contracts/datasets';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useFreeze, useVersions } from '../../../api/dataset-versions';
import { useProgress } from '../../../api/datasets';
import { Dialog } from '../../../components/dialog';
import { Loaded } from '../../../components/loaded';
import { ProblemAlert } from '../../../components/problem-alert';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { useFormat } from '../../../i18n/use-format';
import { useNow } from '../../../lib/clock';
import { notifyDone } from '../../../lib/notify';
import { FreezeContent } from './freeze-content';
import { FreezeForm } from './freeze-form';
import { shareFault, toFreezeVersion, usualValues, valuesOf, type FreezeValues } from './freeze-values';

const pathOf = (dataset: Dataset, number: number): string => `/datasets/${dataset.id}/versions/${number}`;

/** Whether the caller is still to be seen when an answer comes. */
const useIsOpen = (): (() => boolean) => {
  const open = useRef(false);
  useEffect(() => {
    open.current = true;
    return () => {
      open.current = false;
    };
  }, []);
  return () => open.current;
};

type Frozen = Awaited<ReturnType<ReturnType<typeof useFreeze>['mutateAsync']>>;

interface SameProps {
  readonly dataset: Dataset;
  readonly version: DatasetVersion;
  readonly onClose: () => void;
}

/** The same content was frozen before: that version is the answer. */
const Same = ({ dataset, version, onClose }: SameProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { number, frozenAt } = version;
  const when = format.relative(frozenAt, useNow());
  return (
    <Stack>
      <Alert
        role="status"
        color="blue"
        variant="light"
        icon={<IconCircleCheck />}
        title={t('versions.freeze.sameTitle')}
      >
        {t('versions.freeze.same', { number, when })}
      </Alert>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('action.close')}
        </Button>
        <Button component={Link} to={pathOf(dataset, number)} onClick={onClose} data-autofocus>
          {t('versions.freeze.show', { number })}
        </Button>
      </Group>
    </Stack>
  );
};

const Running = ({ pictures }: { readonly pictures: number }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div role="status">
      <Progress value={100} animated size="sm" mb={6} aria-hidden="true" />
      <Text size="sm">{t('versions.freeze.running', { pictures: format.number(pictures) })}</Text>
    </div>
  );
};

interface Props {
  readonly dataset: Dataset;
  readonly schema: LabelSchema;
  readonly onClose: () => void;
}

const Form = ({ dataset, schema, initial, onClose }: Props & { readonly initial: FreezeValues }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const progress = useProgress(dataset.id);
  const [values, setValues] = useState(initial);
  const [same, setSame] = useState<DatasetVersion>();
  const freeze = useFreeze(dataset.id);
  const isOpen = useIsOpen();
  const labelled = progress.data?.items.states.labelled ?? 0;
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const onSuccess = ({ status, data: version }: Frozen): void => {
      if (status === 200 && isOpen()) {
        setSame(version);
        return;
      }
      notifyDone(t('versions.freeze.done', { number: version.number }));
      // Whoever closed it meanwhile is somewhere else.
      if (!isOpen()) return;
      onClose();
      void navigate(pathOf(dataset, version.number));
    };
    freeze.mutateAsync(toFreezeVersion(values)).then(onSuccess, () => undefined);
  };
  if (same) return <Same dataset={dataset} version={same} onClose={onClose} />;
  return (
    <form onSubmit={submit}>
      <Stack>
        <Loaded query={progress} skeleton={<RowsSkeleton rows={3} />}>
          {(found) => <FreezeContent dataset={dataset} schema={schema} progress={found} />}
        </Loaded>
        {progress.data && labelled === 0 && <Text size="sm">{t('versions.freeze.nothing')}</Text>}
        <fieldset disabled={freeze.isPending} style={{ all: 'unset', display: 'contents' }}>
          <FreezeForm values={values} onChange={setValues} />
        </fieldset>
        {freeze.isPending && <Running pictures={labelled} />}
        {freeze.error && <ProblemAlert error={freeze.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t(freeze.isPending ? 'action.close' : 'action.cancel')}
          </Button>
          <Button
            type="submit"
            loading={freeze.isPending}
            disabled={labelled === 0 || shareFault(values.percent) !== undefined}
          >
            {t('versions.freeze.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};

/** Freezes what is labelled, after showing what that is. Split as the version before, if there is one. */
export const FreezeDialog = (props: Props) => {
  const { t } = useTranslation();
  const versions = useVersions(props.dataset.id);
  return (
    <Dialog title={t('versions.freeze.open')} onClose={props.onClose} size="lg" closeOnClickOutside={false}>
      <Loaded query={versions} skeleton={<RowsSkeleton rows={3} />}>
        {([newest]) => <Form {...props} initial={newest ? valuesOf(newest.rule) : usualValues} />}
      </Loaded>
    </Dialog>
  );
};
