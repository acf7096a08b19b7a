import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { renewedSession } from '../api/sessions';

interface Props {
  readonly href: string;
  /** Of the file, where the server does not say. */
  readonly fileName?: string;
  readonly children: ReactNode;
}

const follow = (href: string, fileName: string): void => {
  const link = document.createElement('a');
  link.href = href;
  link.download = fileName;
  link.click();
};

/** A link to a file. The browser fetches it without us, so the session is renewed first. */
export const DownloadButton = ({ href, fileName = '', children }: Props) => (
  <Button
    component="a"
    href={href}
    download={fileName}
    variant="default"
    leftSection={<IconDownload size={16} aria-hidden="true" />}
    onClick={(event: React.MouseEvent) => {
      event.preventDefault();
      renewedSession().then(
        () => follow(href, fileName),
        () => undefined,
      );
    }}
  >
    {children}
  </Button>
);
