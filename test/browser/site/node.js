/** What the importer has from Node.js, which no page has: files of HDF5 and archives are not read here. */
const refuse = () => {
  throw new Error('needs Node.js');
};

export const crc32 = refuse;
export const inflateRawSync = refuse;
export const Worker = refuse;
