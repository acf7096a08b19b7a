import { Alert, Stack, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { maxModelBytes, type Model } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uploadModel, useModelUpload } from '../../../api/model-uploads';
import { useMe } from '../../../api/sessions';
import { usePermissions } from '../../../api/use-permissions';
import { DropZone } from '../../../components/drop-zone';
import { EmptyState } from '../../../components/empty-state';
import { PageHeader } from '../../../components/page-header';
import { useFormat } from '../../../i18n/use-format';
import { BackToModels } from '../../model/model-header';
import { ImportForm } from './import-form';
import { Imported } from './imported';
import { UploadPanel } from './upload-panel';

/** What can be told of a file before it is sent. */
const faultOf = (file: File): 'notOnnx' | 'tooLarge' | undefined => {
  if (!file.name.toLowerCase().endsWith('.onnx')) return 'notOnnx';
  return file.size > maxModelBytes ? 'tooLarge' : undefined;
};

const Choose = () => {
  const { t } = useTranslation();
  const most = useFormat().bytes(maxModelBytes);
  const [fault, setFault] = useState<ReturnType<typeof faultOf>>();
  const take = (file: File): void => {
    const found = faultOf(file);
    setFault(found);
    if (!found) uploadModel(file);
  };
  return (
    <Stack>
      <DropZone
        accept=".onnx"
        choose={t('models.import.choose')}
        hint={t('models.import.hint', { most })}
        busy={false}
        onFile={take}
      />
      {fault && (
        <Alert
          role="alert"
          color="red"
          variant="outline"
          bg="var(--mantine-color-body)"
          title={t(`models.import.${fault}`, { most })}
        />
      )}
    </Stack>
  );
};

const Steps = () => {
  const upload = useModelUpload();
  const [made, setMade] = useState<Model>();
  if (made) return <Imported model={made} onAnother={() => setMade(undefined)} />;
  if (!upload) return <Choose />;
  return (
    <Stack gap="md">
      <UploadPanel upload={upload} />
      <ImportForm upload={upload} onMade={setMade} />
    </Stack>
  );
};

/** Takes in a model that another tool made. */
export const ImportPage = () => {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const may = usePermissions()('training:manage');
  if (me && !may)
    return (
      <EmptyState icon={<IconLock size={24} />} order={1} title={t('models.import.noPermission')}>
        <BackToModels />
      </EmptyState>
    );
  return (
    <>
      <PageHeader title={t('models.import.title')} above={<BackToModels />} />
      <Stack maw={760} gap="md">
        <Text size="sm" c="dimmed">
          {t('models.import.text')}
        </Text>
        <Steps />
      </Stack>
    </>
  );
};
