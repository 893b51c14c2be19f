import type { CodeRow } from '../table.ts';

const MALFORMED = 'the file is damaged or was not written by a WebAssembly compiler; build it again';
const VERIFY_ARCHIVE = 'the archive is damaged; build it again with llvm-ar';

/**
 * Diagnostics of `@wasmwright/object`: codes WW1000 to WW1999. The texts are those of linking.md section 1 (rule ids in the
 * comments). `fatal` is what stops wasm-ld at once.
 */
export const objectCodes = {
  // Files (I2, I4, I8)
  notRelocatable: {
    code: 'WW1001',
    severity: 'fatal',
    text: '{file}: not a relocatable wasm file',
    hint: 'compile with -c: a linked module has no `linking` section and cannot be linked again',
  },
  unmodeledTypes: {
    code: 'WW1002',
    severity: 'fatal',
    text: '{file}file has unmodeled reference or GC types',
    hint: 'objects that define recursion groups, subtypes, structs or arrays cannot be linked',
  },
  badMagic: {
    code: 'WW1003',
    severity: 'fatal',
    text: '{file}: invalid magic number',
    hint: 'a wasm file begins with the bytes 00 61 73 6d',
  },
  missingVersion: {
    code: 'WW1004',
    severity: 'fatal',
    text: '{file}: missing version number',
    hint: MALFORMED,
  },
  badVersion: {
    code: 'WW1005',
    severity: 'fatal',
    text: '{file}: invalid version number: {version}',
    hint: 'only version 1 of the binary format is known; components are linked by other tools',
  },
  notShared: {
    code: 'WW1006',
    severity: 'fatal',
    text: '{file}: not a shared wasm file',
    hint: 'a shared object begins with a `dylink.0` section; build it with -shared',
  },

  // Section headers (I7)
  zeroLengthSection: {
    code: 'WW1010',
    severity: 'fatal',
    text: '{file}: zero length section',
    hint: MALFORMED,
  },
  sectionTooLarge: {
    code: 'WW1011',
    severity: 'fatal',
    text: '{file}: section too large',
    hint: 'the file is cut off; build or copy it again',
  },
  invalidSectionType: {
    code: 'WW1012',
    severity: 'fatal',
    text: '{file}: invalid section type: {type}',
    hint: MALFORMED,
  },
  outOfOrderSection: {
    code: 'WW1013',
    severity: 'fatal',
    text: '{file}: out of order section type: {type}',
    hint: 'each section may appear once and in the order of the specification',
  },

  // Scalars (I9)
  unsignedPastEnd: {
    code: 'WW1020',
    severity: 'error',
    text: '{file}: malformed uleb128, extends past end',
    hint: MALFORMED,
  },
  unsignedTooBig: {
    code: 'WW1021',
    severity: 'error',
    text: '{file}: uleb128 too big for uint64',
    hint: MALFORMED,
  },
  signedPastEnd: {
    code: 'WW1022',
    severity: 'error',
    text: '{file}: malformed sleb128, extends past end',
    hint: MALFORMED,
  },
  signedTooBig: {
    code: 'WW1023',
    severity: 'error',
    text: '{file}: sleb128 too big for int64',
    hint: MALFORMED,
  },
  outsideUnsigned1: {
    code: 'WW1024',
    severity: 'error',
    text: '{file}: LEB is outside Varuint1 range',
    hint: MALFORMED,
  },
  outsideUnsigned32: {
    code: 'WW1025',
    severity: 'error',
    text: '{file}: LEB is outside Varuint32 range',
    hint: MALFORMED,
  },
  outsideSigned32: {
    code: 'WW1026',
    severity: 'error',
    text: '{file}: LEB is outside Varint32 range',
    hint: MALFORMED,
  },
  eofByte: {
    code: 'WW1027',
    severity: 'error',
    text: '{file}: EOF while reading uint8',
    hint: MALFORMED,
  },
  eofString: {
    code: 'WW1028',
    severity: 'error',
    text: '{file}: EOF while reading string',
    hint: MALFORMED,
  },
  eofFloat: {
    code: 'WW1029',
    severity: 'error',
    text: '{file}: EOF while reading float64',
    hint: MALFORMED,
  },

  // Ends of sections (I10)
  sectionEnd: {
    code: 'WW1040',
    severity: 'fatal',
    text: '{file}: {section} section ended prematurely',
    hint: MALFORMED,
  },
  subsectionEnd: {
    code: 'WW1041',
    severity: 'fatal',
    text: '{file}: {section} sub-section ended prematurely',
    hint: MALFORMED,
  },

  // Sections of the specification (I11, I16)
  badForm: { code: 'WW1050', severity: 'fatal', text: '{file}: bad form', hint: MALFORMED },
  emptyRecursionGroup: {
    code: 'WW1051',
    severity: 'fatal',
    text: '{file}: Rec group size cannot be 0',
    hint: MALFORMED,
  },
  supertypeCount: {
    code: 'WW1052',
    severity: 'fatal',
    text: '{file}: Invalid number of supertypes',
    hint: MALFORMED,
  },
  invalidFunctionType: {
    code: 'WW1053',
    severity: 'fatal',
    text: '{file}: invalid function type',
    hint: MALFORMED,
  },
  invalidTableElementType: {
    code: 'WW1054',
    severity: 'fatal',
    text: '{file}: invalid table element type',
    hint: 'tables of objects hold funcref, externref or exnref',
  },
  invalidAttribute: {
    code: 'WW1055',
    severity: 'fatal',
    text: '{file}: invalid attribute',
    hint: 'the attribute of a tag is 0',
  },
  invalidValueType: {
    code: 'WW1074',
    severity: 'fatal',
    text: '{file}: invalid value type: {type}',
    hint: MALFORMED,
  },
  invalidTagType: {
    code: 'WW1056',
    severity: 'fatal',
    text: '{file}: invalid tag type',
    hint: MALFORMED,
  },
  unexpectedImportKind: {
    code: 'WW1057',
    severity: 'fatal',
    text: '{file}: unexpected import kind: {kind}',
    hint: MALFORMED,
  },
  invalidLimits: {
    code: 'WW1058',
    severity: 'fatal',
    text: '{file}: invalid limits flags: {flags}',
    hint: 'known flags are 1 maximum, 2 shared, 4 64-bit and 8 custom page size',
  },
  invalidInitializer: {
    code: 'WW1059',
    severity: 'fatal',
    text: '{file}: invalid opcode in init_expr: {opcode}',
    hint: MALFORMED,
  },
  invalidFunctionExport: {
    code: 'WW1060',
    severity: 'fatal',
    text: '{file}: invalid function export',
    hint: MALFORMED,
  },
  invalidGlobalExport: {
    code: 'WW1061',
    severity: 'fatal',
    text: '{file}: invalid global export',
    hint: MALFORMED,
  },
  invalidTagExport: {
    code: 'WW1062',
    severity: 'fatal',
    text: '{file}: invalid tag export',
    hint: MALFORMED,
  },
  unexpectedExportKind: {
    code: 'WW1063',
    severity: 'fatal',
    text: '{file}: unexpected export kind',
    hint: MALFORMED,
  },
  invalidStart: {
    code: 'WW1064',
    severity: 'fatal',
    text: '{file}: invalid start function',
    hint: MALFORMED,
  },
  elementFlags: {
    code: 'WW1065',
    severity: 'fatal',
    text: '{file}: Unsupported flags for element segment',
    hint: MALFORMED,
  },
  elementTable: {
    code: 'WW1066',
    severity: 'fatal',
    text: '{file}: invalid TableNumber',
    hint: MALFORMED,
  },
  elementType: {
    code: 'WW1067',
    severity: 'fatal',
    text: '{file}: invalid elem type',
    hint: MALFORMED,
  },
  functionCount: {
    code: 'WW1068',
    severity: 'fatal',
    text: '{file}: invalid function count',
    hint: 'the code section has not as many bodies as the function section has entries',
  },
  functionTooLarge: {
    code: 'WW1069',
    severity: 'fatal',
    text: '{file}: Function extends beyond buffer',
    hint: MALFORMED,
  },
  dataCount: {
    code: 'WW1070',
    severity: 'fatal',
    text: '{file}: number of data segments does not match DataCount section',
    hint: MALFORMED,
  },
  segmentSize: {
    code: 'WW1071',
    severity: 'fatal',
    text: '{file}: invalid segment size',
    hint: MALFORMED,
  },
  elementOffsetExtended: {
    code: 'WW1072',
    severity: 'fatal',
    text: '{file}: extended init exprs not supported',
    hint: 'the offset of an element segment of an object is one i32.const or i64.const',
  },
  elementOffset: {
    code: 'WW1073',
    severity: 'fatal',
    text: '{file}: invalid table elements',
    hint: 'the offset of an element segment of an object is one i32.const or i64.const',
  },

  // `name`, `linking`, `producers`, `target_features` (I11)
  functionNamedTwice: {
    code: 'WW1080',
    severity: 'fatal',
    text: '{file}: function named more than once',
    hint: MALFORMED,
  },
  functionNameEntry: {
    code: 'WW1081',
    severity: 'fatal',
    text: '{file}: invalid function name entry',
    hint: MALFORMED,
  },
  globalNamedTwice: {
    code: 'WW1082',
    severity: 'fatal',
    text: '{file}: global named more than once',
    hint: MALFORMED,
  },
  globalNameEntry: {
    code: 'WW1083',
    severity: 'fatal',
    text: '{file}: invalid global name entry',
    hint: MALFORMED,
  },
  segmentNamedTwice: {
    code: 'WW1084',
    severity: 'fatal',
    text: '{file}: segment named more than once',
    hint: MALFORMED,
  },
  segmentNameEntry: {
    code: 'WW1085',
    severity: 'fatal',
    text: '{file}: invalid data segment name entry',
    hint: MALFORMED,
  },
  metadataVersion: {
    code: 'WW1086',
    severity: 'fatal',
    text: '{file}: unexpected metadata version: {version} (Expected: 2)',
    hint: 'the object comes from a compiler of another age; compile it again with LLVM 9 or later',
  },
  tooManySegmentNames: {
    code: 'WW1087',
    severity: 'fatal',
    text: '{file}: too many segment names',
    hint: MALFORMED,
  },
  initFunctionSymbol: {
    code: 'WW1088',
    severity: 'fatal',
    text: '{file}: invalid function symbol: {index}',
    hint: 'an entry of the init functions must name a function symbol',
  },
  repeatedProducerField: {
    code: 'WW1089',
    severity: 'fatal',
    text: '{file}: producers section does not have unique fields',
    hint: MALFORMED,
  },
  unknownProducerField: {
    code: 'WW1090',
    severity: 'fatal',
    text: '{file}: producers section field is not named one of language, processed-by, or sdk',
    hint: MALFORMED,
  },
  repeatedProducer: {
    code: 'WW1091',
    severity: 'fatal',
    text: '{file}: producers section contains repeated producer',
    hint: MALFORMED,
  },
  unknownFeaturePrefix: {
    code: 'WW1092',
    severity: 'fatal',
    text: '{file}: unknown feature policy prefix',
    hint: 'prefixes are + (used) and - (disallowed); = (required) is read at --compat=19 only',
  },
  repeatedFeature: {
    code: 'WW1093',
    severity: 'fatal',
    text: '{file}: target features section contains repeated feature "{feature}"',
    hint: MALFORMED,
  },
  repeatedSubsection: {
    code: 'WW1094',
    severity: 'fatal',
    text: '{file}: linking sub-section {id} appears twice',
    hint: MALFORMED,
  },
  segmentAlignment: {
    code: 'WW1095',
    severity: 'fatal',
    text: '{file}: invalid segment alignment: {alignment}',
    hint: 'the alignment of a segment is written as an exponent of two, at most 31',
  },

  // Symbols (I12)
  functionSymbolIndex: {
    code: 'WW1100',
    severity: 'fatal',
    text: '{file}: invalid function symbol index',
    hint: MALFORMED,
  },
  globalSymbolIndex: {
    code: 'WW1101',
    severity: 'fatal',
    text: '{file}: invalid global symbol index',
    hint: MALFORMED,
  },
  tableSymbolIndex: {
    code: 'WW1102',
    severity: 'fatal',
    text: '{file}: invalid table symbol index',
    hint: MALFORMED,
  },
  tagSymbolIndex: {
    code: 'WW1103',
    severity: 'fatal',
    text: '{file}: invalid tag symbol index',
    hint: MALFORMED,
  },
  undefinedWeakGlobal: {
    code: 'WW1104',
    severity: 'fatal',
    text: '{file}: undefined weak global symbol',
    hint: 'only functions and data may be weak and undefined',
  },
  undefinedWeakTable: {
    code: 'WW1105',
    severity: 'fatal',
    text: '{file}: undefined weak table symbol',
    hint: 'only functions and data may be weak and undefined',
  },
  dataSymbolSegment: {
    code: 'WW1106',
    severity: 'fatal',
    text: '{file}: invalid data segment index: {index}',
    hint: MALFORMED,
  },
  dataSymbolOffset: {
    code: 'WW1107',
    severity: 'fatal',
    text: '{file}: invalid data symbol offset: `{symbol}` (offset: {offset} segment size: {size})',
    hint: MALFORMED,
  },
  sectionSymbolBinding: {
    code: 'WW1108',
    severity: 'fatal',
    text: '{file}: section symbols must have local binding',
    hint: MALFORMED,
  },
  sectionSymbolIndex: {
    code: 'WW1109',
    severity: 'fatal',
    text: '{file}: invalid section symbol index',
    hint: MALFORMED,
  },
  symbolType: {
    code: 'WW1110',
    severity: 'fatal',
    text: '{file}: invalid symbol type: {type}',
    hint: MALFORMED,
  },
  duplicateSymbolName: {
    code: 'WW1111',
    severity: 'fatal',
    text: '{file}: duplicate symbol name {symbol}',
    hint: 'one object may hold one non-local symbol of a name',
  },

  // COMDAT groups (I13)
  comdatName: {
    code: 'WW1120',
    severity: 'fatal',
    text: '{file}: bad/duplicate COMDAT name {name}',
    hint: MALFORMED,
  },
  comdatFlags: {
    code: 'WW1121',
    severity: 'fatal',
    text: '{file}: unsupported COMDAT flags',
    hint: MALFORMED,
  },
  comdatEntryType: {
    code: 'WW1122',
    severity: 'fatal',
    text: '{file}: invalid COMDAT entry type',
    hint: 'a group holds data segments, functions and custom sections',
  },
  comdatDataRange: {
    code: 'WW1123',
    severity: 'fatal',
    text: '{file}: COMDAT data index out of range',
    hint: MALFORMED,
  },
  comdatDataTwice: {
    code: 'WW1124',
    severity: 'fatal',
    text: '{file}: data segment in two COMDATs',
    hint: MALFORMED,
  },
  comdatFunctionRange: {
    code: 'WW1125',
    severity: 'fatal',
    text: '{file}: COMDAT function index out of range',
    hint: MALFORMED,
  },
  comdatFunctionTwice: {
    code: 'WW1126',
    severity: 'fatal',
    text: '{file}: function in two COMDATs',
    hint: MALFORMED,
  },
  comdatSectionRange: {
    code: 'WW1127',
    severity: 'fatal',
    text: '{file}: COMDAT section index out of range',
    hint: MALFORMED,
  },
  comdatSectionKind: {
    code: 'WW1128',
    severity: 'fatal',
    text: '{file}: non-custom section in a COMDAT',
    hint: MALFORMED,
  },

  // Relocations (I14)
  relocationSection: {
    code: 'WW1130',
    severity: 'fatal',
    text: '{file}: invalid section index',
    hint: 'a relocation section stands after the section it names',
  },
  relocationSectionTwice: {
    code: 'WW1131',
    severity: 'fatal',
    text: '{file}: section {section} has two relocation sections',
    hint: MALFORMED,
  },
  relocationOrder: {
    code: 'WW1132',
    severity: 'fatal',
    text: '{file}: relocations not in offset order',
    hint: MALFORMED,
  },
  relocationType: {
    code: 'WW1133',
    severity: 'fatal',
    text: '{file}: invalid relocation type: {type}',
    hint: 'the object may come from a newer compiler than this linker knows',
  },
  relocationOffset: {
    code: 'WW1134',
    severity: 'fatal',
    text: '{file}: invalid relocation offset',
    hint: MALFORMED,
  },
  relocationSymbol: {
    code: 'WW1135',
    severity: 'fatal',
    text: '{file}: invalid {kind} relocation: {symbol}',
    hint: MALFORMED,
  },
  relocationTypeIndex: {
    code: 'WW1136',
    severity: 'fatal',
    text: '{file}: invalid relocation type index: {symbol}',
    hint: MALFORMED,
  },
  relocationCrosses: {
    code: 'WW1137',
    severity: 'fatal',
    text: '{file}: relocation at offset {offset} crosses a chunk boundary',
    hint: 'a relocated field lies inside one function body or one data segment',
  },

  // Objects without table symbols (I20)
  tableSymbolCount: {
    code: 'WW1140',
    severity: 'error',
    text: '{file}: expected one symbol table entry for each of the {tables} table(s) present, but got {symbols} symbol(s) instead.',
    hint: 'compile with -mreference-types, or without tables of your own',
  },
  tableDefinitions: {
    code: 'WW1141',
    severity: 'error',
    text: '{file}: unexpected table definition(s) without corresponding symbol-table entries.',
    hint: 'compile with -mreference-types',
  },
  tableImports: {
    code: 'WW1142',
    severity: 'error',
    text: '{file}: multiple table imports, but no corresponding symbol-table entries.',
    hint: 'compile with -mreference-types',
  },
  tableImportName: {
    code: 'WW1143',
    severity: 'error',
    text: '{file}: table import {table} is missing a symbol table entry.',
    hint: 'compile with -mreference-types',
  },

  // Archives (I25)
  archiveTerminator: {
    code: 'WW1150',
    severity: 'fatal',
    text: '{file}: failed to parse archive: truncated or malformed archive (terminator characters in archive member "{found}" not the correct "`\\n" values for the archive member header {member})',
    hint: VERIFY_ARCHIVE,
  },
  archiveHeader: {
    code: 'WW1151',
    severity: 'fatal',
    text: '{file}: failed to parse archive: truncated or malformed archive (remaining size of archive too small for next archive member header at offset {offset})',
    hint: VERIFY_ARCHIVE,
  },
  archiveSize: {
    code: 'WW1152',
    severity: 'fatal',
    text: "{file}: failed to parse archive: truncated or malformed archive (characters in size field in archive header are not all decimal numbers: '{found}' for archive member header at offset {offset})",
    hint: VERIFY_ARCHIVE,
  },
  archiveLongLength: {
    code: 'WW1153',
    severity: 'fatal',
    text: "{file}: failed to parse archive: truncated or malformed archive (long name length characters after the #1/ are not all decimal numbers: '{found}' for archive member header at offset {offset})",
    hint: VERIFY_ARCHIVE,
  },
  archiveLongLengthRange: {
    code: 'WW1154',
    severity: 'fatal',
    text: '{file}: failed to parse archive: truncated or malformed archive (long name length: {length} extends past the end of the member or archive for archive member header at offset {offset})',
    hint: VERIFY_ARCHIVE,
  },
  archiveLongOffset: {
    code: 'WW1155',
    severity: 'fatal',
    text: "{file}: failed to parse archive: truncated or malformed archive (long name offset characters after the '/' are not all decimal numbers: '{found}' for archive member header at offset {offset})",
    hint: VERIFY_ARCHIVE,
  },
  archiveLongOffsetRange: {
    code: 'WW1156',
    severity: 'fatal',
    text: '{file}: failed to parse archive: truncated or malformed archive (long name offset {position} past the end of the string table for archive member header at offset {offset})',
    hint: VERIFY_ARCHIVE,
  },
  archiveLongUnterminated: {
    code: 'WW1157',
    severity: 'fatal',
    text: '{file}: failed to parse archive: truncated or malformed archive (string table at long name offset {position} not terminated)',
    hint: VERIFY_ARCHIVE,
  },
  archiveNamesOverlap: {
    code: 'WW1159',
    severity: 'fatal',
    text: '{file}: failed to parse archive: truncated or malformed archive (long names overlap at offset {position} of the string table)',
    hint: VERIFY_ARCHIVE,
  },
  archiveMemberEnd: {
    code: 'WW1158',
    severity: 'fatal',
    text: '{file}: failed to parse archive: truncated or malformed archive (offset to next archive member past the end of the archive after member {member})',
    hint: VERIFY_ARCHIVE,
  },
} as const satisfies Record<string, CodeRow>;
