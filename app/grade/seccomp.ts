/**
 * A filter of system calls for the sandbox: no processes (threads only), no namespaces, mounts or debugging. Written
 * out as the kernel's classic BPF, because a few dozen instructions need no library.
 * Source: Linux, Documentation/userspace-api/seccomp_filter.rst; numbers from asm/unistd_64.h and asm-generic/unistd.h.
 */

interface Machine {
  /** AUDIT_ARCH of linux/audit.h. */
  readonly audit: number;
  readonly clone: number;
  readonly denied: readonly number[];
}

/** In the order: fork and vfork where there are such; then ptrace, mount, umount2, unshare, setns, bpf, keyctl … */
const machines: { readonly [architecture: string]: Machine } = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    denied: [57, 58, 101, 165, 166, 272, 308, 321, 250, 248, 249, 323, 298, 425, 246, 304, 310, 311, 155, 161],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    denied: [117, 40, 39, 97, 268, 280, 219, 217, 218, 282, 241, 425, 104, 265, 270, 271, 41, 51],
  },
};

const clone3 = 435;
const threadFlag = 0x00010000;
const allow = 0x7fff0000;
const kill = 0x80000000;
const refuseWith = (error: number): number => 0x00050000 | error;
const [notPermitted, noSuchCall] = [1, 38];
// BPF_LD | BPF_W | BPF_ABS, BPF_JMP | BPF_JEQ | BPF_K, BPF_JMP | BPF_JSET | BPF_K, BPF_RET | BPF_K.
const [load, isEqual, hasBits, give] = [0x20, 0x15, 0x45, 0x06];

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];

/** The filter for this machine, or null where its system calls are not known here. */
export function seccompFilter(architecture: string = process.arch): Buffer | null {
  const machine = machines[architecture];
  if (machine === undefined) return null;
  const program: Instruction[] = [
    [load, 0, 0, 4],
    [isEqual, 1, 0, machine.audit],
    [give, 0, 0, kill],
    [load, 0, 0, 0],
    // The numbers of the x32 calls begin at 2^30: a second way to everything.
    [0x35, 0, 1, 0x40000000],
    [give, 0, 0, refuseWith(noSuchCall)],
  ];
  for (const number of machine.denied) {
    program.push([isEqual, 0, 1, number], [give, 0, 0, refuseWith(notPermitted)]);
  }
  // The C library falls back from clone3, whose flags a filter cannot read, to clone.
  program.push([isEqual, 0, 1, clone3], [give, 0, 0, refuseWith(noSuchCall)]);
  program.push([isEqual, 0, 3, machine.clone], [load, 0, 0, 16], [hasBits, 1, 0, threadFlag]);
  program.push([give, 0, 0, refuseWith(notPermitted)], [give, 0, 0, allow]);
  return encoded(program);
}

function encoded(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, ifTrue, ifFalse, value]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}
