import { Alert, Button, Text } from '@mantine/core';
import { IconGitMerge } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly title: string;
  readonly onTakeOver: () => void;
}

/** Somebody was faster: nothing was overwritten, and the reader decides. */
export const Conflict = ({ title, onTakeOver }: Props) => {
  const { t } = useTranslation();
  return (
    <Alert role="alert" color="orange" variant="light" icon={<IconGitMerge />} title={title}>
      <Text size="sm" mb="xs">
        {t('conflict.text')}
      </Text>
      <Button size="xs" variant="default" onClick={onTakeOver}>
        {t('conflict.takeOver')}
      </Button>
    </Alert>
  );
};
