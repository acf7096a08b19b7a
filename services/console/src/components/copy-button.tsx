import { ActionIcon, Button, CopyButton as Copy, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Copies a text and says so. */
export const CopyButton = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { t } = useTranslation();
  return (
    <Copy value={text} timeout={2_500}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="xs"
          onClick={copy}
          aria-live="polite"
          leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        >
          {copied ? t('action.copied') : label}
        </Button>
      )}
    </Copy>
  );
};

/** The same where there is little room. */
export const CopyIcon = ({ text, label }: { readonly text: string; readonly label: string }) => {
  const { t } = useTranslation();
  return (
    <Copy value={text} timeout={2_500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('action.copied') : label}>
          <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} onClick={copy}>
            {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
    </Copy>
  );
};
