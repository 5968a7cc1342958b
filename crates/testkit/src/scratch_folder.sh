# Ends the processes named $2 that run in the folder $1 or whose command line names it, and removes it, once standard input is
# closed. They get the signal $3, and are killed if that isn't enough.
folder=$1 program=$2 first=$3
trap '' HUP INT TERM
cat >/dev/null

processes() {
  for file in $(grep -lsF -- "$folder" /proc/[0-9]*/cmdline; find /proc/[0-9]* -maxdepth 1 -name cwd -lname "$folder"); do
    process=${file%/*}
    read -r name <"$process/comm" || continue
    if [ "$name" = "$program" ]; then echo "${process#/proc/}"; fi
  done
}

look=0
while found=$(processes) && [ -n "$found" ] && [ "$look" -lt 100 ]; do
  if [ "$look" -lt 20 ]; then signal=$first; else signal=KILL; fi
  kill -s "$signal" $found
  sleep 0.05
  look=$((look + 1))
done
rm -rf -- "$folder"
