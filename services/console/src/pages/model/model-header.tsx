import { Anchor, Badge, Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconArrowLeft, IconGitCompare } from '@tabler/icons-react';
import type { Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { artifactUrl, useRetireModel } from '../../api/models';
import { usePermissions } from '../../api/use-permissions';
import { Confirm } from '../../components/confirm';
import { DownloadButton } from '../../components/download-button';
import { modelName } from '../../components/model/model-name';
import { PageHeader } from '../../components/page-header';
import { notifyDone } from '../../lib/notify';
import { RollOutButton } from './roll-out-button';

export const BackToModels = () => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/models" size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('models.back')}
    </Anchor>
  );
};

const Retire = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const [asking, { open, close }] = useDisclosure();
  const retire = useRetireModel(model);
  const done = (): void => {
    close();
    notifyDone(t('models.retire.done'));
  };
  return (
    <>
      <Button variant="default" leftSection={<IconArchive size={16} />} onClick={open}>
        {t('models.actions.retire')}
      </Button>
      {asking && (
        <Confirm
          title={t('models.retire.title', { name: modelName(model) })}
          text={t('models.retire.text')}
          confirm={t('models.retire.confirm')}
          dangerous
          withReason
          pending={retire.isPending}
          error={retire.error}
          onConfirm={(reason) => void retire.mutateAsync(reason).then(done, () => undefined)}
          onClose={close}
        />
      )}
    </>
  );
};

const Marks = ({ model: { task, status, aliases } }: { readonly model: Model }) => {
  const { t } = useTranslation();
  return (
    <Group gap={6}>
      <Badge variant="default" radius="sm" tt="none" fw={500}>
        {t(`models.task.${task}`)}
      </Badge>
      {aliases.map((alias) => (
        <Badge key={alias} variant="light" radius="sm" tt="none" fw={600} data-alias={alias}>
          {alias}
        </Badge>
      ))}
      {status === 'retired' && (
        <Badge variant="light" color="orange" radius="sm" tt="none" fw={500}>
          {t('models.status.retired')}
        </Badge>
      )}
      {status === 'retired' && t('models.retire.note')}
    </Group>
  );
};

/** What the model is called, and what can be done with it. */
export const ModelHeader = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const may = usePermissions()('training:manage');
  const { id, baseline, status } = model;
  const other = baseline === null ? '' : `&b=${baseline.modelId}`;
  return (
    <PageHeader
      title={modelName(model)}
      above={<BackToModels />}
      text={<Marks model={model} />}
      actions={
        <Group gap="xs">
          <Button
            component={Link}
            to={`/models/compare?a=${id}${other}`}
            variant="default"
            leftSection={<IconGitCompare size={16} />}
          >
            {t(baseline === null ? 'models.actions.compare' : 'models.actions.compareBaseline')}
          </Button>
          <DownloadButton href={artifactUrl(id)}>{t('models.actions.download')}</DownloadButton>
          {may && status === 'ready' && <Retire model={model} />}
          <RollOutButton model={model} />
        </Group>
      }
    />
  );
};
