include(GNUInstallDirs)
if(TARGET gitward)
install(TARGETS gitward RUNTIME)
endif()
# `git ward …` runs the program named git-ward.
install(CODE [[
  file(CREATE_LINK gitward
    "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/bin/git-ward" SYMBOLIC)
]])
install(FILES rules.toml README.md DESTINATION ${CMAKE_INSTALL_DATADIR}/gitward)
install(DIRECTORY rules DESTINATION ${CMAKE_INSTALL_DATADIR}/gitward)
install(DIRECTORY hooks DESTINATION ${CMAKE_INSTALL_DATADIR}/gitward
  USE_SOURCE_PERMISSIONS)
