import { maxItemBytes } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { sendPictures, usePictureUpload } from '../../../../api/picture-uploads';
import { useFormat } from '../../../../i18n/use-format';
import { useShownDataset } from '../../use-shown-dataset';
import { WayPage } from '../way-page';
import { PictureDrop } from './picture-drop';
import { UploadPanel } from './upload-panel';

/** Pictures and folders of this computer, by drag and drop. */
export const AddPictures = () => {
  const { t } = useTranslation();
  const format = useFormat();
  const { dataset } = useShownDataset();
  const upload = usePictureUpload(dataset.id);
  return (
    <WayPage
      title={t('imports.pictures.title')}
      text={t('imports.pictures.text', { most: format.bytes(maxItemBytes) })}
    >
      <PictureDrop onFiles={(files) => sendPictures(dataset.id, files)} />
      {upload && <UploadPanel upload={upload} />}
    </WayPage>
  );
};
