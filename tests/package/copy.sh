#!/bin/sh
# copy.sh FOLDER: in namespaces of its own, runs FOLDER/life.sh on a copy of this system.
set -eu
folder=$1
mount --make-rprivate /
stage=$(mktemp -d)
mount -t tmpfs -o mode=0755 tmpfs "$stage"
mkdir "$stage/up" "$stage/work" "$stage/all"
mount -t overlay overlay -o "lowerdir=/,upperdir=$stage/up,workdir=$stage/work" "$stage/all"
all=$stage/all
mount -t proc proc "$all/proc"
mount --bind /dev "$all/dev"
for own in run tmp; do mount -t tmpfs -o mode=1777 tmpfs "$all/$own"; done
mkdir "$all/tmp/package"
cp "$folder"/* "$all/tmp/package/"
cd "$all"
exec chroot "$all" /bin/sh /tmp/package/life.sh /tmp/package
