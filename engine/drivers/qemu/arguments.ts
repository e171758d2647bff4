import { diskFile, type MachineSpec, nodeName } from "./machine-folder";
import { monitorSockets } from "./qmp-client";

/** Seccomp filter of QEMU itself: no new programs, no other users, no changed limits. It kills QEMU on a breach. */
export const sandbox = "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny";

export const qemuBinary = "qemu-system-x86_64";

const plainDevices = ["-nodefaults", "-no-user-config", "-display", "none"];

const disk = (name: string, file: string): string =>
  JSON.stringify({
    driver: "qcow2",
    "node-name": name,
    discard: "unmap",
    file: { driver: "file", filename: file, "node-name": `${name}-file`, discard: "unmap" },
  });

/** Paths may hold commas, which QEMU's option lists need doubled; ours are fixed names, so none does. */
const bootArguments = (boot: MachineSpec["boot"]): string[] =>
  boot.kind === "disk" ? [] : ["-kernel", "kernel", "-initrd", "initrd", "-append", boot.commandLine];

const cardArguments = (nics: MachineSpec["server"]["nics"], webPort: number | null): string[] =>
  nics.flatMap((nic, index) => {
    const forward = index === 0 && webPort !== null ? `,hostfwd=tcp:127.0.0.1:${webPort}-:80` : "";
    return [
      ...["-netdev", `user,id=net${index},restrict=on${forward}`],
      ...["-device", `virtio-net-pci,netdev=net${index},id=nic${index},mac=${nic.mac},romfile=`],
    ];
  });

/** How the machine comes to life: from its kernel or firmware, or from RAM sent to a socket. */
export type Origin = { kind: "boot" } | { kind: "incoming"; socket: string };

/**
 * QEMU's arguments, to be run in the machine's folder: every path is relative, so neither the depth of the folder nor
 * the rights of those above it matter. The order of devices must never change: kept RAM names them by their place.
 */
export const machineArguments = (
  spec: MachineSpec,
  { accelerator, origin }: { accelerator: "kvm" | "tcg"; origin: Origin },
): string[] => [
  ...plainDevices,
  ...["-uuid", spec.server.id, "-sandbox", sandbox],
  ...["-machine", spec.machineType],
  ...(accelerator === "kvm" ? ["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg,thread=multi", "-cpu", "max"]),
  ...["-smp", String(spec.server.vcpus), "-m", `size=${Math.ceil(spec.server.memoryBytes / 2 ** 20)}M`],
  ...bootArguments(spec.boot),
  // The console lies in a ring: a guest that prints without end must not fill the host's disk.
  ...["-chardev", "ringbuf,id=console,size=65536", "-serial", "chardev:console"],
  ...Object.entries(monitorSockets).flatMap(([name, socket]) => [
    ...["-chardev", `socket,id=${name},path=${socket},server=on,wait=off`],
    ...["-mon", `chardev=${name},mode=control`],
  ]),
  ...spec.server.disks.flatMap(({ id }, index) => [
    ...["-blockdev", disk(nodeName(index), diskFile(id))],
    ...[
      "-device",
      `virtio-blk-pci,drive=${nodeName(index)},id=blk${index}${spec.boot.kind === "disk" && index === 0 ? ",bootindex=0" : ""}`,
    ],
  ]),
  ...["-device", "virtio-serial-pci,id=serial0"],
  ...["-chardev", "socket,id=agent,path=run/agent.sock,server=on,wait=off"],
  ...["-device", "virtserialport,chardev=agent,id=agent0,name=org.qemu.guest_agent.0"],
  ...cardArguments(spec.server.nics, spec.webPort),
  ...["-device", "vmgenid,guid=auto"],
  ...(origin.kind === "incoming" ? ["-incoming", `unix:${origin.socket}`] : []),
];

/** A machine without devices that never runs, to ask QEMU and the kernel what they can do. */
export const throwAwayArguments = (socket: string): string[] => [
  ...plainDevices,
  ...["-machine", "q35", "-accel", "tcg", "-m", "16", "-S", "-sandbox", sandbox],
  ...["-chardev", `socket,id=probe,path=${socket},server=on,wait=off`, "-mon", "chardev=probe,mode=control"],
];
