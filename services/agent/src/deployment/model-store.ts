import { constants, copyFile, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployedModel } from '@tutti/contracts/deployment';
import { spareBytes } from '../common/spare-bytes';
import { syncFolder } from '../common/sync-folder';
import type { DeployedFile } from '../engine/model-catalogue';
import type { DeploymentState } from './deployment-state';
import { artifactPath } from './fetch-artifact';

/** Not `models`: that may be the folder of models that people put there, where the newest file judges. */
const folderName = 'deployed-models';

/** What is put here, whole and in parts. Whatever else somebody keeps in the folder is left alone. */
const ownFile = /^([0-9a-f]{64})\.(onnx|part)$/;

/** The files of deployed models, by digest. */
export class ModelStore {
  readonly folder: string;

  constructor(data: string) {
    this.folder = join(data, folderName);
  }

  fileOf({ name, version, artifact }: DeployedModel): DeployedFile {
    const { digest } = artifact;
    return { path: artifactPath(this.folder, digest), name, version, digest };
  }

  async create(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  /** Puts in its place what lies elsewhere on the device. Whoever uses it looks whether those are the bytes. */
  async copy(from: string, model: DeployedModel): Promise<void> {
    if ((await spareBytes(this.folder)) < model.artifact.bytes) return;
    const { path } = this.fileOf(model);
    await copyFile(from, path, constants.COPYFILE_EXCL);
    const file = await open(path, 'r+');
    await file.sync().finally(() => file.close());
    await syncFolder(this.folder);
  }

  /** Removes what no deployment needs any more, parts of files among it. */
  async tidy({ open, active, earlier }: DeploymentState): Promise<void> {
    const kept = [open?.wish.model, open?.previous?.model, active?.model, earlier?.model]
      .filter((model) => model !== undefined)
      .map(({ artifact }) => artifact.digest);
    const names = await readdir(this.folder).catch(() => []);
    const over = names.filter((name) => {
      const digest = ownFile.exec(name)?.[1];
      return digest !== undefined && !kept.includes(digest);
    });
    await Promise.all(over.map((name) => rm(join(this.folder, name), { force: true })));
  }
}
