// A browser inside another app: it has no mediaDevices.
delete Navigator.prototype.mediaDevices;
