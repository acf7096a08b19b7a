import { Alert, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePermissions } from '../../../api/use-permissions';
import { useShownStream } from '../use-shown-stream';
import { SettingsForm } from './settings-form';

/** All that can be set of a stream; who may not change it sees it all the same. */
export const SettingsTab = () => {
  const { t } = useTranslation();
  const shown = useShownStream();
  const mayManage = usePermissions()('training:manage');
  return (
    <>
      {!mayManage && (
        <Alert variant="light" color="gray" icon={<IconLock />} mb="md" p="sm">
          <Text size="sm">{t('stream.settings.readOnly')}</Text>
        </Alert>
      )}
      <SettingsForm key={shown.stream.id} shown={shown} mayManage={mayManage} />
    </>
  );
};
