import { Button, FileButton, Stack, Text } from '@mantine/core';
import { IconPhotoUp } from '@tabler/icons-react';
import { useState } from 'react';
import './drop-zone.css';

interface Props {
  /** Media types, separated by commas. */
  readonly accept: string;
  readonly choose: string;
  readonly hint: string;
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

/** Takes one file: dropped, or chosen by the button (which offers the camera on a phone). */
export const DropZone = ({ accept, choose, hint, busy, onFile }: Props) => {
  const [over, setOver] = useState(false);
  const take = (file: File | null | undefined): void => {
    if (file && !busy) onFile(file);
  };
  return (
    <div
      className="drop-zone"
      data-over={over ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
    >
      <Stack align="center" gap="xs">
        <IconPhotoUp size={28} aria-hidden="true" />
        <FileButton accept={accept} onChange={take}>
          {(button) => (
            <Button {...button} loading={busy}>
              {choose}
            </Button>
          )}
        </FileButton>
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
      </Stack>
    </div>
  );
};
