module behave

go 1.22
