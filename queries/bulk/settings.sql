-- one thread writes while pieces are read: two leave row groups half full. What is more than this memory waits on the disk
set threads = 1;
set memory_limit = '600MB';
