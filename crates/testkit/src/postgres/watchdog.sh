# Ends the server tagged $1 and removes its folder $2 once standard input is closed.
tag=$1 folder=$2
trap '' HUP INT TERM
cat >/dev/null

processes() {
  for file in $(grep -lsF -- "$tag" /proc/[0-9]*/cmdline); do
    process=${file%/cmdline}
    read -r name <"$process/comm" || continue
    case $name in postgres | initdb | setpriv) echo "${process#/proc/}" ;; esac
  done
}

# Five seconds for an immediate shutdown, which gives shared memory back; then by force.
look=0
while found=$(processes) && [ -n "$found" ] && [ "$look" -lt 200 ]; do
  if [ "$look" -lt 100 ]; then signal=QUIT; else signal=KILL; fi
  kill -s "$signal" $found
  kill -s CONT $found
  sleep 0.05
  look=$((look + 1))
done

# A server that was killed left its file, which names the piece of shared memory that no folder holds.
memory=$(sed -n '7s/.* //p' "$folder/data/postmaster.pid")
if [ -n "$memory" ]; then ipcrm -m "$memory"; fi
# It may be a disk of its own.
if grep -qsF -- " $folder " /proc/self/mounts; then umount -l "$folder"; fi
rm -rf -- "$folder"
